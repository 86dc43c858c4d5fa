package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When a Job is done and when it has failed: by index, by exit codes, by conditions of its pods. */
final class JobPolicies {
    private static final int MOST_INDEXES = 100_000;
    private static final BigInteger MANY = BigInteger.valueOf(MOST_INDEXES);

    private JobPolicies() {}

    static void indexed(MapNode spec, FieldPath path, Sink sink) {
        if (isIndexed(spec)) {
            Constraints.required("completions").check(spec, path, sink);
            Constraints.range("parallelism", 0, MOST_INDEXES).check(spec, path, sink);
            Constraints.range("maxFailedIndexes", 0, MOST_INDEXES).check(spec, path, sink);
            Optional<BigInteger> failed = Fields.number(spec, "maxFailedIndexes");
            Optional<BigInteger> all = Fields.number(spec, "completions");
            if (failed.isPresent() && all.isPresent() && failed.get().compareTo(all.get()) > 0) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("maxFailedIndexes"),
                        "maxFailedIndexes %s is above completions %s".formatted(failed.get(), all.get()));
            }
            many(spec, path, sink);
        } else {
            for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy")) {
                Constraints.forbidden(field, "it goes with completionMode Indexed")
                        .check(spec, path, sink);
            }
        }
        if (!Fields.isAbsent(spec, "maxFailedIndexes")) {
            Constraints.required("backoffLimitPerIndex").check(spec, path, sink);
        }
    }

    private static boolean isIndexed(MapNode spec) {
        return Fields.scalar(spec, "completionMode").filter("Indexed"::equals).isPresent();
    }

    /** Very many indexes that are tried again each need tighter bounds. */
    private static void many(MapNode spec, FieldPath path, Sink sink) {
        boolean above = Fields.number(spec, "completions")
                .filter(all -> all.compareTo(MANY) > 0)
                .isPresent();
        if (above && !Fields.isAbsent(spec, "backoffLimitPerIndex")) {
            Constraints.required("maxFailedIndexes").check(spec, path, sink);
            Constraints.range("maxFailedIndexes", 0, MOST_INDEXES / 10).check(spec, path, sink);
            Constraints.range("parallelism", 0, MOST_INDEXES / 10).check(spec, path, sink);
        }
    }

    /** Pods of an indexed Job are named after it and their index. */
    static void podNames(MapNode job, FieldPath path, Sink sink) {
        Optional<MapNode> spec = job.map("spec").filter(JobPolicies::isIndexed);
        Optional<BigInteger> all =
                spec.flatMap(s -> Fields.number(s, "completions")).filter(number -> number.signum() > 0);
        Optional<String> name = job.map("metadata").flatMap(metadata -> metadata.string("name"));
        if (all.isPresent() && name.isPresent()) {
            String last = name.get() + "-" + all.get().subtract(BigInteger.ONE);
            String wrong = Names.label(last);
            if (!wrong.isEmpty() && Names.subdomain(name.get()).isEmpty()) {
                sink.report(
                        SchemaRules.INVALID_NAME,
                        path.key("metadata").key("name"),
                        "its pods would be named up to \"%s\": %s".formatted(last, wrong));
            }
        }
    }

    static void successPolicy(MapNode spec, FieldPath path, Sink sink) {
        Optional<MapNode> policy = spec.map("successPolicy").filter(_ -> isIndexed(spec));
        if (policy.isEmpty()) {
            return;
        }
        FieldPath place = path.key("successPolicy");
        Constraints.required("rules").check(policy.get(), place, sink);
        Constraints.most("rules", 20).check(policy.get(), place, sink);
        Optional<BigInteger> all = Fields.number(spec, "completions");
        if (all.isPresent()) {
            Constraints.each("rules", (rule, at, to) -> successRule(rule, all.get(), at, to))
                    .check(policy.get(), place, sink);
        }
    }

    private static void successRule(MapNode rule, BigInteger all, FieldPath path, Sink sink) {
        Constraints.anyOf("a measure", "succeededCount", "succeededIndexes").check(rule, path, sink);
        Constraints.notNegative("succeededCount").check(rule, path, sink);
        Optional<String> indexes = Fields.scalar(rule, "succeededIndexes");
        Optional<BigInteger> named = indexes.map(text -> indexes(text, all)).orElse(Optional.of(all));
        if (named.isEmpty()) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path.key("succeededIndexes"),
                    "succeededIndexes takes rising indexes below %s, such as 0,2-4".formatted(all));
        }
        BigInteger most = named.map(all::min).orElse(BigInteger.ZERO);
        Fields.number(rule, "succeededCount")
                .filter(count -> count.compareTo(most) > 0)
                .ifPresent(count -> sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("succeededCount"),
                        "succeededCount %s is above the %s indexes there are".formatted(count, most)));
    }

    /** How many indexes a text names; empty if it is no list of rising indexes below {@code all}. */
    private static Optional<BigInteger> indexes(String text, BigInteger all) {
        BigInteger total = BigInteger.ZERO;
        BigInteger last = BigInteger.valueOf(Long.MIN_VALUE);
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (!part.matches("\\+?[0-9]{1,10}(-\\+?[0-9]{1,10})?")) {
                return Optional.empty();
            }
            String[] ends = part.split("-", -1);
            BigInteger low = new BigInteger(ends[0]);
            BigInteger high = new BigInteger(ends[ends.length - 1]);
            boolean rises = low.compareTo(last) > 0 && (ends.length == 1 || low.compareTo(high) < 0);
            if (!rises || high.compareTo(all) >= 0) {
                return Optional.empty();
            }
            total = total.add(high).subtract(low).add(BigInteger.ONE);
            last = high;
        }
        return Optional.of(total);
    }

    static void failurePolicy(MapNode spec, FieldPath path, Sink sink) {
        Optional<MapNode> policy = spec.map("podFailurePolicy");
        if (policy.isEmpty()) {
            return;
        }
        Optional<MapNode> pod = spec.map("template").flatMap(t -> t.map("spec"));
        if (!pod.flatMap(p -> Fields.scalar(p, "restartPolicy")).equals(Optional.of("Never"))) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("template").key("spec").key("restartPolicy"),
                    "with podFailurePolicy it must be Never");
        }
        Constraints.oneOf("podReplacementPolicy", "Failed").check(spec, path, sink);
        Set<String> containers = new HashSet<>();
        for (String field : List.of("containers", "initContainers")) {
            pod.map(p -> Fields.maps(p, field))
                    .orElse(List.of())
                    .forEach(container -> Fields.scalar(container, "name").ifPresent(containers::add));
        }
        FieldPath place = path.key("podFailurePolicy");
        Constraints.most("rules", 20).check(policy.get(), place, sink);
        Constraints.each("rules", (rule, at, to) -> {
                    failureRule(rule, containers, at, to);
                    if (Fields.isAbsent(spec, "backoffLimitPerIndex")) {
                        Constraints.when("action", "FailIndex", JobPolicies::noIndexes)
                                .check(rule, at, to);
                    }
                })
                .check(policy.get(), place, sink);
    }

    private static void noIndexes(MapNode rule, FieldPath path, Sink sink) {
        sink.report(SchemaRules.CROSS_FIELD, path.key("action"), "FailIndex needs the Job's backoffLimitPerIndex");
    }

    private static void failureRule(MapNode rule, Set<String> containers, FieldPath path, Sink sink) {
        Constraints.oneOf("action", "Count", "FailIndex", "FailJob", "Ignore").check(rule, path, sink);
        boolean codes = !Fields.isAbsent(rule, "onExitCodes");
        boolean conditions = !Fields.isEmpty(rule, "onPodConditions");
        if (codes == conditions) {
            sink.report(
                    codes ? SchemaRules.CROSS_FIELD : SchemaRules.MISSING_FIELD,
                    path,
                    "%s has either onExitCodes or onPodConditions".formatted(Wording.last(path)));
        }
        Constraints.most("onPodConditions", 20).check(rule, path, sink);
        Constraints.each("onPodConditions", Constraints.evenEmpty("type", Names::qualified))
                .check(rule, path, sink);
        Constraints.each("onPodConditions", Constraints.words("status", "False", "True", "Unknown"))
                .check(rule, path, sink);
        Constraints.inside("onExitCodes", (exit, place, to) -> exitCodes(exit, containers, place, to))
                .check(rule, path, sink);
    }

    private static void exitCodes(MapNode exit, Set<String> containers, FieldPath path, Sink sink) {
        Constraints.oneOf("operator", "In", "NotIn").check(exit, path, sink);
        Constraints.required("values").check(exit, path, sink);
        Constraints.most("values", 255).check(exit, path, sink);
        List<String> values = PodRules.items(exit, "values").stream()
                .map(item -> item instanceof ScalarNode code && !code.isNull() ? code.text() : "0")
                .toList();
        if (values.contains("0")
                && Fields.scalar(exit, "operator").filter("In"::equals).isPresent()) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("values"), "0 is success and cannot be a failure");
        }
        for (int i = 1; i < values.size(); i++) {
            if (isWhole(values.get(i - 1))
                    && isWhole(values.get(i))
                    && new BigInteger(values.get(i - 1)).compareTo(new BigInteger(values.get(i))) >= 0) {
                sink.report(
                        SchemaRules.INVALID_VALUE, path.key("values").index(i), "exit codes rise from one to the next");
            }
        }
        exit.string("containerName")
                .filter(name -> !containers.contains(name))
                .ifPresent(name -> sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("containerName"),
                        "the pod has no container named \"%s\"".formatted(name)));
    }

    private static boolean isWhole(String text) {
        return text.matches("-?[0-9]{1,19}");
    }
}
