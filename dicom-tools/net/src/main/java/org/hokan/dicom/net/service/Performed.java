package org.hokan.dicom.net.service;

import org.hokan.dicom.net.dimse.DimseRequest;

/** An operation that this side performs for the peer. */
final class Performed {
  private final DimseRequest request;
  private final ServiceContext context;
  private volatile boolean cancelled;

  Performed(DimseRequest request, ServiceContext context) {
    this.request = request;
    this.context = context;
  }

  DimseRequest request() {
    return request;
  }

  ServiceContext context() {
    return context;
  }

  int contextId() {
    return context.presentationContext().id();
  }

  boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }
}
