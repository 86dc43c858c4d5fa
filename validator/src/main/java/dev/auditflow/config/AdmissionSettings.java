package dev.auditflow.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the webhook does about findings.
 *
 * @param mode for rules that have no other
 * @param existing what happens to an update whose finding the object had before: {@code WARN} lets it pass
 * @param rules mode by rule id
 * @param namespaces what differs in some namespaces; the first that matches counts
 * @param annotations whether waivers of annotations count
 */
public record AdmissionSettings(
        Mode mode, Mode existing, Map<String, Mode> rules, List<InNamespaces> namespaces, boolean annotations) {
    public AdmissionSettings {
        rules = Map.copyOf(rules);
        namespaces = List.copyOf(namespaces);
    }

    /** What a finding of severity deny does. */
    public enum Mode {
        /** The request is denied. */
        ENFORCE,
        /** The user is warned. */
        WARN,
        /** It is only counted and logged. */
        DRYRUN
    }

    /**
     * Other modes for some namespaces.
     *
     * @param names of namespaces; {@code *} matches any run of characters
     * @param mode for rules that have no other here, even if they have one elsewhere; null to change nothing
     * @param rules mode by rule id
     */
    public record InNamespaces(List<String> names, @Nullable Mode mode, Map<String, Mode> rules) {
        public InNamespaces {
            names = List.copyOf(names);
            rules = Map.copyOf(rules);
        }
    }

    /** All rules are enforced everywhere, and what an object had before is a warning. */
    public static AdmissionSettings defaults() {
        return new AdmissionSettings(Mode.ENFORCE, Mode.WARN, Map.of(), List.of(), true);
    }
}
