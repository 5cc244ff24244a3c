package org.hokan.dicom.net.service;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.Burst;
import org.hokan.dicom.net.dimse.DimseRequest;

/** An operation that this side performs for the peer. */
final class Performed {
  private final DimseRequest request;
  private final ServiceContext context;
  private final CompletableFuture<Void> answered = new CompletableFuture<>();
  private volatile boolean cancelled;
  // Used by the thread that runs the operation.
  private Optional<Burst> burst = Optional.empty();

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

  /** Responses that have not left yet. */
  Optional<Burst> burst() {
    return burst;
  }

  Burst burst(Association association) {
    if (burst.isEmpty()) {
      burst = Optional.of(association.burst());
    }
    return burst.get();
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Completes when its last response is sent, or cannot be. */
  CompletableFuture<Void> answered() {
    return answered;
  }

  void cancel() {
    cancelled = true;
  }
}
