package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Trail;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.ResourceId;

/**
 * What one change means.
 *
 * @param resource the object that changes
 * @param trail the field; the root for the whole object
 * @param message a sentence; it holds no value that could be secret
 * @param remedy the way out; may be empty
 * @param location where the new object, or the old one if it is gone, stands and what wrote it
 */
public record Effect(
        Meaning meaning, ResourceId resource, Trail trail, String message, String remedy, Location location) {}
