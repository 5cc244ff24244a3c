package org.hokan.dicom.image.codec.external;

import java.time.Duration;

/**
 * What a video stream says of itself.
 *
 * @param codec {@code mpeg2video}, {@code h264} or {@code hevc}
 * @param rows lines of a frame
 * @param columns pixels of a line
 * @param framesPerSecond above 0
 * @param duration of the whole stream; zero where it has no whole frame
 * @param pixelWidth of a pixel, in the unit of its height
 * @param pixelHeight of a pixel
 */
public record VideoFacts(
    String codec,
    int rows,
    int columns,
    double framesPerSecond,
    Duration duration,
    int pixelWidth,
    int pixelHeight) {}
