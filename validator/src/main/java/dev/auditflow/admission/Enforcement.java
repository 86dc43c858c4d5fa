package dev.auditflow.admission;

import dev.auditflow.check.waiver.Wildcard;
import dev.auditflow.config.AdmissionSettings;
import dev.auditflow.config.AdmissionSettings.InNamespaces;
import dev.auditflow.config.AdmissionSettings.Mode;
import java.util.Optional;

/** Which mode a rule has in a namespace. */
record Enforcement(AdmissionSettings settings) {
    /**
     * The mode: the first entry that names the namespace counts before what holds everywhere, and in both the rule's own
     * mode before the general one.
     *
     * @param namespace empty for what is in none
     */
    Mode mode(String rule, String namespace) {
        Optional<InNamespaces> here = settings.namespaces().stream()
                .filter(some -> some.names().stream().anyMatch(name -> Wildcard.matches(name, namespace)))
                .findFirst();
        if (here.isPresent()) {
            Mode own = here.get().rules().getOrDefault(rule, here.get().mode());
            if (own != null) {
                return own;
            }
        }
        return settings.rules().getOrDefault(rule, settings.mode());
    }
}
