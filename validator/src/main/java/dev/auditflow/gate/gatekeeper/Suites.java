package dev.auditflow.gate.gatekeeper;

import com.dylibso.chicory.compiler.Cache;
import com.google.re2j.Pattern;
import dev.auditflow.check.policy.gatekeeper.Constraint;
import dev.auditflow.check.policy.gatekeeper.ConstraintTemplate;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary;
import dev.auditflow.check.policy.gatekeeper.Inventory;
import dev.auditflow.check.policy.gatekeeper.Review;
import dev.auditflow.check.policy.gatekeeper.Reviewer;
import dev.auditflow.check.policy.gatekeeper.Violation;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.gate.opa.TemplateCompiler;
import dev.auditflow.gate.rules.Trial;
import dev.auditflow.yaml.MapNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs Gatekeeper's suites as {@code gator verify} does: each case is a trial. */
public final class Suites {
    private final TemplateCompiler compiler;
    private final Cache classes;

    /**
     * A runner.
     *
     * @param classes where compiled code is kept from run to run
     */
    public Suites(TemplateCompiler compiler, Cache classes) {
        this.compiler = compiler;
        this.classes = classes;
    }

    /** How every case of some suites ends, in their order. */
    public List<Trial> run(List<Suite> suites) {
        SuiteModules modules = SuiteModules.of(suites, compiler, classes);
        List<Trial> trials = new ArrayList<>();
        for (Suite suite : suites) {
            for (Suite.Test test : suite.tests()) {
                trials.addAll(run(suite, test, modules));
            }
        }
        return trials;
    }

    private static List<Trial> run(Suite suite, Suite.Test test, SuiteModules modules) {
        if (suite.skip() || test.skip()) {
            return List.of(trial(test.name(), suite, test.line(), Trial.State.SKIPPED, List.of()));
        }
        if (test.expansion()) {
            return List.of(failed(
                    test,
                    suite,
                    "it wants objects to be expanded; ExpansionTemplates of Gatekeeper are not supported"));
        }
        Reviewer reviewer;
        try {
            reviewer = reviewer(test, modules);
            if (test.invalid()) {
                return List.of(failed(test, suite, "the constraint fits the schema of its template, and must not"));
            }
        } catch (Constraint.Invalid e) {
            return test.invalid() && e.isBySchema()
                    ? List.of(trial(test.name(), suite, test.line(), Trial.State.PASSED, List.of()))
                    : List.of(failed(test, suite, String.valueOf(e.getMessage())));
        } catch (PolicyLoadException e) {
            return List.of(failed(test, suite, String.valueOf(e.getMessage())));
        }
        return test.cases().stream().map(one -> run(suite, test, one, reviewer)).toList();
    }

    /** What asks the constraint of a test. */
    static Reviewer reviewer(Suite.Test test, SuiteModules modules) throws PolicyLoadException, Constraint.Invalid {
        GatekeeperLibrary library = library(test);
        WasmPolicy rego = modules.of(library.templates().getFirst()).orElse(null);
        return Reviewer.of(library, rego, EnforcementPoint.COMMAND_LINE);
    }

    /** What the constraint of a test has against the object of a case. */
    static List<Violation> violations(Suite.Case one, Reviewer reviewer) throws PolicyLoadException {
        return reviewer.over(inventory(one)).review(review(one)).violations();
    }

    private static Trial failed(Suite.Test test, Suite suite, String why) {
        return trial(
                test.name(), suite, test.line(), Trial.State.FAILED, why.lines().toList());
    }

    private static GatekeeperLibrary library(Suite.Test test) throws PolicyLoadException, Constraint.Invalid {
        ConstraintTemplate template = template(test);
        MapNode object = single(test.constraint(), "constraint", Constraint.GROUP);
        String kind = object.string("kind").orElse("");
        if (!kind.equals(template.kind())) {
            throw new PolicyLoadException("%s:%d: the constraint is of the kind %s, and the template defines %s"
                    .formatted(test.constraint(), object.mark().line(), kind, template.kind()));
        }
        Constraint constraint =
                Constraint.read(object, template, test.constraint().toString());
        return new GatekeeperLibrary(List.of(template), List.of(constraint), "");
    }

    /** @throws PolicyLoadException if it cannot be read, or Gatekeeper would not take it */
    static ConstraintTemplate template(Suite.Test test) throws PolicyLoadException {
        MapNode object = single(test.template(), "template", ConstraintTemplate.GROUP);
        return ConstraintTemplate.read(object, test.template().toString());
    }

    private static MapNode single(Path file, String what, String group) throws PolicyLoadException {
        if (file.toString().isEmpty()) {
            throw new PolicyLoadException("the test names no " + what);
        }
        return Documents.of(file).stream()
                .filter(object -> object.string("apiVersion")
                        .filter(version -> version.startsWith(group + "/"))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new PolicyLoadException("%s holds no %s".formatted(file, what)));
    }

    private static Trial run(Suite suite, Suite.Test test, Suite.Case one, Reviewer reviewer) {
        String name = test.name() + "/" + one.name();
        if (one.skip()) {
            return trial(name, suite, one.line(), Trial.State.SKIPPED, List.of());
        }
        List<String> faults = new ArrayList<>();
        try {
            if (one.assertions().isEmpty()) {
                faults.add("it has no assertions");
            }
            List<String> messages =
                    violations(one, reviewer).stream().map(Violation::message).toList();
            one.assertions().forEach(assertion -> fault(assertion, messages).ifPresent(faults::add));
            if (!faults.isEmpty()) {
                messages.forEach(message -> faults.add("violation: " + message));
            }
        } catch (PolicyLoadException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        Trial.State state = faults.isEmpty() ? Trial.State.PASSED : Trial.State.FAILED;
        return trial(name, suite, one.line(), state, faults);
    }

    private static Review review(Suite.Case one) throws PolicyLoadException {
        List<MapNode> objects = one.object().toString().isEmpty() ? List.of() : Documents.of(one.object());
        if (objects.size() != 1) {
            throw new PolicyLoadException("%s must hold one object, and holds %d"
                    .formatted(one.object().toString().isEmpty() ? "the case" : one.object(), objects.size()));
        }
        MapNode object = objects.getFirst();
        boolean request =
                object.string("kind").filter("AdmissionReview"::equals).isPresent()
                        && object.string("apiVersion").orElse("").startsWith("admission.k8s.io/");
        if (!request) {
            return Review.of(object, "");
        }
        Optional<MapNode> inside = object.map("request");
        if (inside.isEmpty()) {
            throw new PolicyLoadException("%s has no request".formatted(one.object()));
        }
        try {
            return Review.ofRequest(inside.get());
        } catch (IllegalArgumentException e) {
            throw new PolicyLoadException("%s: %s".formatted(one.object(), e.getMessage()));
        }
    }

    private static Inventory inventory(Suite.Case one) throws PolicyLoadException {
        List<MapNode> objects = new ArrayList<>();
        for (Path file : one.inventory()) {
            objects.addAll(Documents.of(file));
        }
        return Inventory.of(objects);
    }

    private static Optional<String> fault(Suite.Assertion assertion, List<String> messages) {
        Pattern pattern = assertion.message();
        long count = messages.stream()
                .filter(message -> pattern == null || pattern.matcher(message).find())
                .count();
        boolean holds = switch (assertion.violations()) {
            case "yes" -> count > 0;
            case "no" -> count == 0;
            default -> count == Long.parseLong(assertion.violations());
        };
        String wanted = switch (assertion.violations()) {
            case "yes" -> "at least 1";
            case "no" -> "none";
            default -> assertion.violations();
        };
        String which = pattern == null ? "" : " whose message matches \"" + pattern.pattern() + "\"";
        return holds
                ? Optional.empty()
                : Optional.of("expected violations%s: %s, found: %d".formatted(which, wanted, count));
    }

    private static Trial trial(String name, Suite suite, int line, Trial.State state, List<String> details) {
        return new Trial(Trial.Kind.GATEKEEPER_CASE, name, suite.file() + ":" + line, state, details);
    }
}
