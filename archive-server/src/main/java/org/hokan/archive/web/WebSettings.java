package org.hokan.archive.web;

import java.nio.file.Path;

/**
 * Where the HTTP server listens.
 *
 * @param host an address of this machine; loopback unless others shall reach it
 * @param port TCP port; 0: any that is free
 * @param maxConnections most at once, half of them of one address; beyond it the one that has gone
 *     unanswered for longest is closed
 * @param dataFolder where {@code admin-address} and {@code admin-token} are
 */
public record WebSettings(String host, int port, int maxConnections, Path dataFolder) {}
