package org.hokan.archive.config;

import java.util.List;

/**
 * A value that somebody gave.
 *
 * @param texts its texts; one unless it was given as a list
 * @param list whether it was given as a list
 * @param place where it stands
 */
record Given(String key, List<String> texts, boolean list, String place) {}
