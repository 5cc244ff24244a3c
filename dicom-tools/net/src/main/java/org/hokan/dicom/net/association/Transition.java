package org.hokan.dicom.net.association;

/**
 * One cell of PS3.8 Table 9-10: what to do, and the state after it. Where the table leaves the
 * choice to the action (AE-6, AR-8), {@code next} is the first of its two and {@code alternative}
 * the other; elsewhere both are the same.
 */
record Transition(Action action, State next, State alternative) {}
