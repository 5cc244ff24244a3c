package org.hokan.dicom.net.association;

import org.hokan.dicom.data.Uid;

/**
 * An accepted presentation context.
 *
 * @param id odd, 1 to 255
 * @param scu whether this side may be SCU on it (PS3.7 §D.3.3.4)
 * @param scp whether this side may be SCP on it
 */
public record PresentationContext(
    int id, Uid abstractSyntax, Uid transferSyntax, boolean scu, boolean scp) {}
