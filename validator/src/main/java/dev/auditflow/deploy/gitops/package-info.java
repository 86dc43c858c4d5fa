/** Verified renderings on the branches that a reconciler reads. Knows git and files, and no cluster. */
@NullMarked
package dev.auditflow.deploy.gitops;

import org.jspecify.annotations.NullMarked;
