package org.hokan.dicom.net.pdu;

import io.netty.buffer.ByteBuf;

/**
 * A presentation data value, or a part of one (PS3.8 §9.3.5.1, §E.2). Who gets one releases its
 * {@code data}.
 *
 * @param command bit 0 of the message control header: command, else data set
 * @param last bit 1: the message's command or data set ends with these bytes
 */
public record PresentationDataValue(int contextId, boolean command, boolean last, ByteBuf data) {}
