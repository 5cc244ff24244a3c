package org.hokan.archive.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The databases that tests run on; see {@link OnEachDatabase}. */
public enum TestDatabase {
  H2 {
    @Override
    public DatabaseSettings fresh() {
      return DatabaseSettings.h2(Folder.PATH.resolve("test" + NUMBER.incrementAndGet()))
          .withPoolSize(POOL_SIZE);
    }
  },
  POSTGRESQL {
    @Override
    public DatabaseSettings fresh() {
      String name = "test" + NUMBER.incrementAndGet();
      try (Connection connection = Server.SERVER.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      String url = Server.SERVER.getJdbcUrl("postgres", name).replaceAll("[?].*", "");
      return DatabaseSettings.postgresql(url, "postgres", "postgres").withPoolSize(POOL_SIZE);
    }
  };

  private static final int POOL_SIZE = 20;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<TestDatabase, Shared> OPEN = new EnumMap<>(TestDatabase.class);

  /** An empty database of its own; the caller closes what it opens on it. */
  public abstract DatabaseSettings fresh();

  /** The database of a test class; made when it asks first, closed when another class asks. */
  public synchronized Database shared(Class<?> test, List<Class<?>> entities) {
    synchronized (OPEN) {
      Shared open = OPEN.get(this);
      if (open == null || !open.test().equals(test) || !open.entities().equals(entities)) {
        if (open != null) {
          open.database().close();
          OPEN.remove(this);
        }
        open = new Shared(test, entities, Database.open(fresh(), entities));
        OPEN.put(this, open);
      }
      return open.database();
    }
  }

  private record Shared(Class<?> test, List<Class<?>> entities, Database database) {}

  /** One PostgreSQL per JVM; nothing in it need outlive a power loss. */
  private static final class Server {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }
  }

  private static final class Folder {
    static final Path PATH = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("hokan-test-h2");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
