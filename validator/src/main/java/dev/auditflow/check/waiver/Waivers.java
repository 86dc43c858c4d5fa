package dev.auditflow.check.waiver;

import dev.auditflow.check.Finding;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Subject;
import dev.auditflow.check.Verdict;
import dev.auditflow.check.policy.PolicyRules;
import dev.auditflow.config.Waiver;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Applies the waivers of the configuration and of annotations. One instance serves a run and remembers which waivers
 * were of use. Safe for many threads.
 */
public final class Waivers {
    /** The annotation: lines or {@code ;}-separated parts of {@code AFnnn: reason}. */
    public static final String ANNOTATION = "auditflow.dev/waive";

    private static final FieldPath ANNOTATION_PATH = FieldPath.of("metadata", "annotations", ANNOTATION);

    private static final Set<String> UNANSWERED = Set.of(RunRules.NOT_RENDERED.id(), PolicyRules.NOT_EVALUATED.id());

    private final List<Waiver> waivers;
    private final String file;
    private final LocalDate today;
    private final Set<Waiver> used = ConcurrentHashMap.newKeySet();

    /**
     * @param file the configuration's file, as findings name it
     * @param today the day by which waivers expire
     */
    public Waivers(List<Waiver> waivers, String file, LocalDate today) {
        this.waivers = List.copyOf(waivers);
        this.file = file;
        this.today = today;
    }

    /** What waivers leave of findings. */
    public record Applied(List<Finding> kept, List<Verdict.Waived> waived) {
        public Applied {
            kept = List.copyOf(kept);
            waived = List.copyOf(waived);
        }
    }

    /** Sorts the findings of one target into those that count and those that do not. */
    public Applied apply(Subject subject, List<Finding> findings) {
        List<Finding> kept = new ArrayList<>();
        List<Verdict.Waived> waived = new ArrayList<>();
        Map<ResourceId, Map<String, String>> annotated = annotations(subject, kept);
        Set<String> spent = new TreeSet<>();
        for (Finding finding : findings) {
            String reason = annotated.getOrDefault(finding.resource(), Map.of()).get(finding.rule());
            Optional<Waiver> waiver = isWaivable(finding) ? covering(subject.environment(), finding) : Optional.empty();
            if (!isWaivable(finding)) {
                kept.add(finding);
            } else if (reason != null) {
                spent.add(finding.resource() + " " + finding.rule());
                waived.add(new Verdict.Waived(finding, "waiver", reason));
            } else if (waiver.isPresent()) {
                waived.add(new Verdict.Waived(finding, "waiver", words(waiver.get())));
            } else {
                kept.add(finding);
            }
        }
        unusedAnnotations(subject, annotated, spent, kept);
        return new Applied(kept, waived);
    }

    /** Remembers which waivers a verdict of an earlier run made use of; it was made with the same waivers. */
    public void recall(Verdict verdict) {
        Stream.concat(verdict.findings().stream(), verdict.waived().stream().map(Verdict.Waived::finding))
                .filter(Waivers::isWaivable)
                .forEach(finding -> covering(verdict.environment(), finding));
    }

    /** What is wrong with the configuration's waivers after all targets; call it only when all of them ran. */
    public List<Finding> rotten() {
        List<Finding> findings = new ArrayList<>();
        for (Waiver waiver : waivers) {
            Location location = new Location(new Place(file, waiver.line(), 0), Origin.none());
            if (isExpired(waiver)) {
                findings.add(Finding.about(
                        RunRules.WAIVER_EXPIRED,
                        location,
                        "The waiver of %s for %s expired on %s (owner: %s)"
                                .formatted(waiver.rule(), waiver.resource(), waiver.expires(), waiver.owner())));
            } else if (!used.contains(waiver)) {
                findings.add(Finding.about(
                        RunRules.WAIVER_UNUSED,
                        location,
                        "The waiver of %s for %s covers no finding (owner: %s)"
                                .formatted(waiver.rule(), waiver.resource(), waiver.owner())));
            }
        }
        return findings;
    }

    private Optional<Waiver> covering(String environment, Finding finding) {
        Optional<Waiver> found = Optional.empty();
        for (Waiver waiver : waivers) {
            if (!isExpired(waiver) && covers(waiver, environment, finding)) {
                used.add(waiver);
                found = found.or(() -> Optional.of(waiver));
            }
        }
        return found;
    }

    private boolean isExpired(Waiver waiver) {
        return today.isAfter(waiver.expires());
    }

    private static boolean covers(Waiver waiver, String environment, Finding finding) {
        ResourceId id = finding.resource();
        return waiver.rule().equals(finding.rule())
                && (waiver.environments().isEmpty() || waiver.environments().contains(environment))
                && (waiver.path().isEmpty()
                        || waiver.path().equals(finding.path().toString()))
                && (Wildcard.matches(waiver.resource(), id.toString())
                        || Wildcard.matches(waiver.resource(), id.kind() + "/" + id.name()));
    }

    /** What says that something was not checked cannot be lived with: nobody knows what it hides. */
    static boolean isWaivable(Finding finding) {
        return !finding.check().equals("run") && !UNANSWERED.contains(finding.rule());
    }

    private static String words(Waiver waiver) {
        return "%s (%s, until %s)".formatted(waiver.reason(), waiver.owner(), waiver.expires());
    }

    private static Map<ResourceId, Map<String, String>> annotations(Subject subject, List<Finding> findings) {
        Map<ResourceId, Map<String, String>> all = new HashMap<>();
        for (Resource resource : subject.resources()) {
            Optional<String> text = resource.annotation(ANNOTATION);
            if (text.isEmpty()) {
                continue;
            }
            if (resource.id().name().isEmpty()) {
                String message = "An object without a name cannot be told from others of its kind, so the annotation"
                        + " waives nothing; give it a name or waive by configuration";
                findings.add(Finding.at(RunRules.WAIVER_MALFORMED, resource, ANNOTATION_PATH, message));
                continue;
            }
            Map<String, String> reasons = new LinkedHashMap<>();
            for (String part : text.get().split("[\\n;]", -1)) {
                int colon = part.indexOf(':');
                if (part.isBlank()) {
                    continue;
                }
                if (colon < 1 || part.substring(colon + 1).isBlank()) {
                    String message = "\"%s\" is not a rule id, a colon and a reason".formatted(part.strip());
                    findings.add(Finding.at(RunRules.WAIVER_MALFORMED, resource, ANNOTATION_PATH, message));
                } else {
                    reasons.put(
                            part.substring(0, colon).strip(),
                            part.substring(colon + 1).strip());
                }
            }
            all.merge(resource.id(), reasons, Waivers::inBoth);
        }
        return all;
    }

    /** Two descriptions of one object share its name; what only one of them waives counts. */
    private static Map<String, String> inBoth(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new LinkedHashMap<>(one);
        both.keySet().retainAll(other.keySet());
        return both;
    }

    private static void unusedAnnotations(
            Subject subject,
            Map<ResourceId, Map<String, String>> annotated,
            Set<String> spent,
            List<Finding> findings) {
        for (Resource resource : subject.resources()) {
            for (String rule : annotated.getOrDefault(resource.id(), Map.of()).keySet()) {
                if (!spent.contains(resource.id() + " " + rule)) {
                    String message = "The annotation waives %s, which has no finding here".formatted(rule);
                    findings.add(Finding.at(RunRules.WAIVER_UNUSED, resource, ANNOTATION_PATH, message));
                }
            }
        }
    }
}
