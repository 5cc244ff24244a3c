/**
 * HTTP: the admin REST API under {@code /api/v1} with its OpenAPI document, health and metrics.
 * Each handler translates one request into calls of other rooms' doors, nothing more.
 *
 * <p>Start at {@link AdminServer}; what needs several rooms in one transaction comes through {@link
 * Operations}. Uses: ae, index, audit; for the administration also contract, billing, storage. Used
 * by: node.
 */
@NullMarked
package org.hokan.archive.web;

import org.jspecify.annotations.NullMarked;
