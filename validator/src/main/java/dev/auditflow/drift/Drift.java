package dev.auditflow.drift;

import dev.auditflow.manifest.ResourceId;

/**
 * One difference between what runs and what was verified. Secrets and what may be a credential stand in it as hashes under a key that
 * lives as long as the comparison.
 *
 * @param object none for what is about the release as a whole
 * @param field the way to the field; empty for an object as a whole
 * @param expected the value as JSON; empty for none
 * @param found the value as JSON; empty for none
 * @param manager who set it last, by {@code managedFields}; empty if the cluster does not say
 * @param time when that manager last set anything of the object, RFC 3339; empty if the cluster does not say
 */
public record Drift(
        Kind kind, ResourceId object, String field, String expected, String found, String manager, String time) {
    /** What became of it. */
    public enum Kind {
        /** A field has another value. */
        CHANGED("changed"),
        /** A field is there that the rendering does not have and Kubernetes did not add. */
        ADDED("added"),
        /** A field is not there. */
        MISSING("missing"),
        /** An object is not there. */
        GONE("gone"),
        /** An object of the release is there that should not. */
        LEFT_OVER("left over"),
        /** Helm keeps another revision than the ledger knows. */
        REVISION("revision"),
        /** The branch that a reconciler reads has other files than the ledger knows. */
        BRANCH("branch");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Whether it is about the release as a whole. */
    public boolean isOfRelease() {
        return kind == Kind.REVISION || kind == Kind.BRANCH;
    }

    /** What makes it the same difference another time. */
    String key() {
        return object + " " + field;
    }
}
