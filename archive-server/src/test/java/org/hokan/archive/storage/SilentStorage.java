package org.hokan.archive.storage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Tests that damage what is stored, which the storage would tell in the log each time. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SilentStorage.Silence.class)
@interface SilentStorage {
  /** From before the first test to after the last one. */
  final class Silence implements BeforeAllCallback, AfterAllCallback {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.hokan.archive.storage");

    @Override
    public void beforeAll(ExtensionContext context) {
      LOG.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
      LOG.setLevel(null);
    }
  }
}
