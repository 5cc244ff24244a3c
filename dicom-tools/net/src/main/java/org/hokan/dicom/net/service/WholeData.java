package org.hokan.dicom.net.service;

import java.nio.ByteBuffer;

/**
 * All bytes of a data set, lent to whoever sends them.
 *
 * @param bytes not to be changed while they are lent
 * @param giveBack called once, on any thread, when they are not used any more; must not block or
 *     throw
 */
public record WholeData(ByteBuffer bytes, Runnable giveBack) {}
