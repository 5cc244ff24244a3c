package org.hokan.archive.commitment;

import java.util.Optional;

/**
 * An instance after it was looked at.
 *
 * @param failure why it is not committed; empty: it is
 */
public record CheckedReference(Reference reference, Optional<FailureReason> failure) {}
