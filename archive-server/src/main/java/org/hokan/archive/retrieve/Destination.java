package org.hokan.archive.retrieve;

/** Where a C-MOVE sends to. */
public record Destination(String aeTitle, String host, int port) {}
