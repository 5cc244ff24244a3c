package org.hokan.dicom.net.service;

import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.PresentationContext;

/** Where a request came: the association, and the presentation context in it. */
public record ServiceContext(
    AssociationInfo association, PresentationContext presentationContext) {}
