package org.hokan.archive.node;

/** Hears of the associations that peers ask of a node. Never blocks; thread-safe. */
interface Guests {
  /** Hears nothing. */
  Guests NONE =
      new Guests() {
        @Override
        public void comes() {}

        @Override
        public void goes() {}
      };

  /** One is established. */
  void comes();

  /** One has ended. */
  void goes();
}
