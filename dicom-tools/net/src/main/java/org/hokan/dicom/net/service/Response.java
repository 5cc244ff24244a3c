package org.hokan.dicom.net.service;

import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.dimse.DimseResponse;

/** A response with its data set, empty where it has none. */
record Response(DimseResponse command, PresentationContext context, byte[] dataSet) {}
