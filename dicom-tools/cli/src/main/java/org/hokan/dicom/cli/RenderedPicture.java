package org.hokan.dicom.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.image.codec.external.VideoFacts;

/**
 * A picture that was written.
 *
 * @param file the object's
 * @param frame counted from 1
 * @param frames how many the object has
 * @param picture where it is
 * @param width pixels
 * @param height pixels
 * @param warnings what could not be honoured
 * @param video what the stream says, where the object is a video
 */
record RenderedPicture(
    Path file,
    int frame,
    int frames,
    Path picture,
    int width,
    int height,
    List<String> warnings,
    Optional<VideoFacts> video) {}
