package org.hokan.archive;

import java.util.List;
import org.hokan.archive.config.YamlTarget;
import org.hokan.archive.contract.RuleTarget;
import org.hokan.archive.index.QueryKeysTarget;
import org.hokan.archive.storage.PackTarget;
import org.hokan.fuzz.FuzzSuite;
import org.hokan.fuzz.FuzzTarget;

class FuzzTest extends FuzzSuite {
  @Override
  protected List<FuzzTarget> targets() {
    return List.of(new PackTarget(), new YamlTarget(), new RuleTarget(), new QueryKeysTarget());
  }
}
