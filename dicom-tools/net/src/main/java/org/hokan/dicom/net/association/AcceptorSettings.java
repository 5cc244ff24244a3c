package org.hokan.dicom.net.association;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What an acceptor works with.
 *
 * @param limits what each association works under
 * @param connections how many there may be
 * @param policyExecutor where the policy decides
 * @param users gives an association's user once it stands, on the event loop
 */
public record AcceptorSettings(
    InetSocketAddress address,
    AssociationLimits limits,
    ConnectionLimits connections,
    AssociationPolicy policy,
    Executor policyExecutor,
    AssociationListener listener,
    Function<Association, AssociationUser> users) {}
