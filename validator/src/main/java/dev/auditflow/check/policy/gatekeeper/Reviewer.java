package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.Severity;
import dev.auditflow.check.policy.rego.EvaluationException;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.check.schema.CelValues;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks constraints about reviews: which match is decided here, all that are written in Rego are asked in one evaluation,
 * and those in CEL one by one. Safe for many threads.
 */
public final class Reviewer {
    private static final String ORIGINAL = "Original";

    private final List<Constraint> constraints;
    private final Map<String, Constraint> byId = new HashMap<>();
    private final @Nullable WasmPolicy rego;
    private final Map<String, CelProgram> cel;
    private final Map<String, Object> celParameters = new HashMap<>();
    private final ReviewData data;
    private final EnforcementPoint point;
    private final Session alone;
    private volatile @Nullable Session last;

    private Reviewer(
            List<Constraint> constraints,
            @Nullable WasmPolicy rego,
            Map<String, CelProgram> cel,
            boolean inventory,
            EnforcementPoint point) {
        this.constraints = constraints;
        this.rego = rego;
        this.cel = cel;
        this.data = new ReviewData(constraints, inventory);
        this.point = point;
        for (Constraint constraint : constraints) {
            byId.put(constraint.id(), constraint);
            if (constraint.template().cel() != null) {
                celParameters.put(
                        constraint.id(),
                        constraint.spec().get("parameters").map(CelValues::of).orElse(CelReview.none()));
            }
        }
        List<Constraint> ofOneObject = constraints.stream()
                .filter(constraint -> !TemplateModules.readInventory(List.of(constraint.template())))
                .toList();
        this.alone = new Session(Inventory.none(), data.json(Inventory.none()), ofOneObject, Surroundings.none(), "");
    }

    /**
     * A reviewer.
     *
     * @param rego the templates' Rego, perhaps with that of others; null if none has any
     * @param point where reviews happen
     * @throws PolicyLoadException if the CEL of a template does not compile
     */
    public static Reviewer of(GatekeeperLibrary library, @Nullable WasmPolicy rego, EnforcementPoint point)
            throws PolicyLoadException {
        Map<String, CelProgram> cel = new HashMap<>();
        for (ConstraintTemplate template : library.templates()) {
            if (template.cel() != null) {
                cel.put(template.kind(), CelProgram.of(template.cel(), template.kind()));
            }
        }
        List<Constraint> asked = library.constraints().stream()
                .filter(constraint -> constraint.severity(point).isPresent())
                .toList();
        return new Reviewer(asked, rego, cel, TemplateModules.readInventory(library.templates()), point);
    }

    /**
     * What a review came to.
     *
     * @param violations the most severe first
     * @param matched ids of the constraints that are about the object
     */
    public record Outcome(List<Violation> violations, Set<String> matched) {
        public Outcome {
            violations = List.copyOf(violations);
            matched = Set.copyOf(matched);
        }
    }

    /** Reviews over the same inventory; what was made of it is kept until there is another one. */
    public Session over(Inventory inventory) {
        Session before = last;
        if (before != null && before.inventory.equals(inventory)) {
            return before;
        }
        Session session = new Session(inventory, data.json(inventory), constraints, Surroundings.none(), "");
        last = session;
        return session;
    }

    /**
     * Reviews of single objects. Without an inventory, constraints whose template asks for one are not asked, since it has
     * no answer; with one that is not known, they give none.
     */
    public Session within(Surroundings around) {
        try {
            boolean isAsked = alone.constraints.size() < constraints.size();
            Optional<Inventory> objects = isAsked ? around.inventory() : Optional.empty();
            if (objects.isEmpty()) {
                return new Session(alone.inventory, alone.json, alone.constraints, around, "");
            }
            Session before = last;
            if (before != null && before.inventory.equals(objects.get()) && before.around.equals(around)) {
                return before;
            }
            Session session = new Session(objects.get(), data.json(objects.get()), constraints, around, "");
            last = session;
            return session;
        } catch (Surroundings.Unknown e) {
            return new Session(alone.inventory, alone.json, constraints, around, String.valueOf(e.getMessage()));
        }
    }

    /** Reviews over one inventory. Safe for many threads. */
    public final class Session {
        private final Inventory inventory;
        private final byte[] json;
        private final List<Constraint> constraints;
        private final Surroundings around;
        private final String unknown;

        /** @param unknown why nobody knows the inventory; empty if it is known, or not asked for */
        private Session(
                Inventory inventory, byte[] json, List<Constraint> constraints, Surroundings around, String unknown) {
            this.inventory = inventory;
            this.json = json;
            this.constraints = constraints;
            this.around = around;
            this.unknown = unknown;
        }

        /** What all constraints have against an object. */
        public Outcome review(Review given) {
            Review review = located(given);
            List<Violation> violations = new ArrayList<>();
            List<Constraint> matched =
                    around.isExempt(review.namespace(), point) ? List.of() : matching(review, constraints, violations);
            Set<String> ids = new HashSet<>();
            matched.forEach(constraint -> ids.add(constraint.id()));
            violations.forEach(violation -> ids.add(violation.constraint().id()));
            List<Constraint> inRego = new ArrayList<>();
            List<Constraint> inCel = new ArrayList<>();
            for (Constraint constraint : matched) {
                if (constraint.template().cel() != null) {
                    inCel.add(constraint);
                } else if (unknown.isEmpty() || alone.constraints.contains(constraint)) {
                    inRego.add(constraint);
                } else {
                    violations.add(new Violation(constraint, unknown, Value.nil(), false));
                }
            }
            if (!inRego.isEmpty()) {
                violations.addAll(inRego(review, inRego));
            }
            if (!inCel.isEmpty()) {
                violations.addAll(inCel(new CelReview(review), inCel));
            }
            violations.sort(Comparator.comparing(Reviewer.this::severity)
                    .thenComparing(violation -> violation.constraint().id())
                    .thenComparing(Violation::message));
            return new Outcome(violations, ids);
        }

        private Review located(Review review) {
            if (review.namespaceObject() != null || review.namespace().isEmpty()) {
                return review;
            }
            MapNode namespace = inventory.namespace(review.namespace());
            // A Namespace speaks for itself, and is not there yet when it is created.
            boolean itself = review.objects().stream().anyMatch(Reviewed::isNamespace);
            if (namespace == null && !itself) {
                namespace = around.namespace(review.namespace()).orElse(null);
            }
            return namespace == null ? review : review.in(namespace);
        }

        private List<Violation> inRego(Review review, List<Constraint> asked) {
            try {
                return evaluated(review, asked);
            } catch (EvaluationException e) {
                if (asked.size() == 1) {
                    return List.of(unanswered(asked.getFirst(), e));
                }
            }
            List<Violation> violations = new ArrayList<>();
            for (Constraint one : asked) {
                try {
                    violations.addAll(evaluated(review, List.of(one)));
                } catch (EvaluationException e) {
                    violations.add(unanswered(one, e));
                }
            }
            return violations;
        }

        private List<Violation> evaluated(Review review, List<Constraint> asked) throws EvaluationException {
            Value found = Objects.requireNonNull(rego)
                    .evaluate(TemplateModules.ENTRYPOINT, json, ReviewData.input(review, asked));
            return items(found).stream()
                    .flatMap(template -> items(template).stream())
                    .map(item -> violation((Value.Obj) item))
                    .toList();
        }
    }

    private static Collection<Value> items(Value value) {
        return switch (value) {
            case Value.Arr(List<Value> list) -> list;
            case Value.Members(SortedSet<Value> members) -> members;
            default -> List.of();
        };
    }

    private static Violation unanswered(Constraint constraint, EvaluationException e) {
        return new Violation(constraint, String.valueOf(e.getMessage()), Value.nil(), false);
    }

    /** A result without a text as {@code msg} is a mistake that Gatekeeper passes over: here it is no pass. */
    private Violation violation(Value.Obj found) {
        Value.Arr key = (Value.Arr) found.get("key").orElseThrow();
        String id = ((Value.Str) key.items().getFirst()).value() + "."
                + ((Value.Str) key.items().getLast()).value();
        Constraint constraint = Objects.requireNonNull(byId.get(id));
        Value result = found.get("result").orElse(Value.nil());
        if (result instanceof Value.Obj object && object.string("msg").isPresent()) {
            Value details = object.get("details").orElse(Value.nil());
            return new Violation(constraint, object.string("msg").get(), details, true);
        }
        return new Violation(constraint, "a violation has no text as msg", Value.nil(), false);
    }

    private List<Violation> inCel(CelReview review, List<Constraint> matched) {
        List<Violation> violations = new ArrayList<>();
        for (Constraint constraint : matched) {
            CelProgram program = cel.get(constraint.template().kind());
            if (program != null) {
                Object parameters = Objects.requireNonNull(celParameters.get(constraint.id()));
                program.violations(review, parameters)
                        .forEach(message -> violations.add(new Violation(constraint, message, Value.nil(), true)));
            }
        }
        return violations;
    }

    private List<Constraint> matching(Review review, List<Constraint> asked, List<Violation> undecided) {
        List<Reviewed> objects = review.objects();
        MapNode namespaceObject = review.namespaceObject();
        Reviewed namespace = namespaceObject == null ? null : Reviewed.of(namespaceObject);
        List<Constraint> matching = new ArrayList<>();
        for (Constraint constraint : asked) {
            if (point == EnforcementPoint.WEBHOOK && !constraint.template().takes(review.operation())) {
                continue;
            }
            try {
                if (matches(constraint, objects, namespace)) {
                    matching.add(constraint);
                }
            } catch (Match.Undecided e) {
                undecided.add(new Violation(constraint, String.valueOf(e.getMessage()), Value.nil(), true));
            }
        }
        return matching;
    }

    private static boolean matches(Constraint constraint, List<Reviewed> objects, @Nullable Reviewed namespace)
            throws Match.Undecided {
        for (Reviewed object : objects) {
            if (constraint.match().matches(object, namespace, ORIGINAL)) {
                return true;
            }
        }
        return false;
    }

    private Severity severity(Violation violation) {
        return violation.isEvaluated() ? violation.constraint().severity(point).orElse(Severity.INFO) : Severity.DENY;
    }
}
