/** What a cluster with Gatekeeper's CRDs has for us: policies, and objects that they may look up. */
@NullMarked
package dev.auditflow.admission.cluster;

import org.jspecify.annotations.NullMarked;
