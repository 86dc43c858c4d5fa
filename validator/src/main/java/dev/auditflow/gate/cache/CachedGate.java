package dev.auditflow.gate.cache;

import dev.auditflow.check.Verdict;
import dev.auditflow.check.waiver.Baseline;
import dev.auditflow.check.waiver.Waivers;
import dev.auditflow.config.Target;
import dev.auditflow.gate.TargetGate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds verdicts that an earlier run made over the same inputs, and keeps new ones. Safe for many threads. */
public final class CachedGate {
    private final VerdictCache cache;
    private final InputKeys keys;
    private final Waivers waivers;
    private final Baseline baseline;
    private final Map<Target, String> asked = new ConcurrentHashMap<>();

    public CachedGate(VerdictCache cache, InputKeys keys, Waivers waivers, Baseline baseline) {
        this.cache = cache;
        this.keys = keys;
        this.waivers = waivers;
        this.baseline = baseline;
    }

    /** The verdict over a target whose inputs are as they were. */
    public Optional<Verdict> find(Target target) {
        Optional<String> key = keys.of(target);
        key.ifPresent(text -> asked.put(target, text));
        Optional<Verdict> verdict = key.flatMap(text -> cache.verdict(text, target));
        verdict.ifPresent(waivers::recall);
        verdict.ifPresent(baseline::recall);
        return verdict;
    }

    /** Judges a target and keeps the verdict, unless an input changed since it was looked for. */
    public TargetGate.Judged judge(Target target, TargetGate gate) {
        TargetGate.Judged judged = gate.judge(target);
        String key = asked.getOrDefault(target, "");
        if (judged.repeatable() && keys.of(target).filter(key::equals).isPresent()) {
            cache.keep(key, judged.verdict());
        }
        return judged;
    }
}
