package dev.auditflow.gate;

import dev.auditflow.check.Account;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Shard;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.Target;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Judges many targets in parallel and adds their verdicts up. The result does not depend on the number of threads. */
public final class Gate {
    private final int threads;

    public Gate(int threads) {
        this.threads = threads;
    }

    /**
     * Verdicts in the order of the targets.
     *
     * @param judge gives one verdict; called by several threads
     * @param progress told of each verdict when it is there
     */
    public List<Verdict> judge(List<Target> targets, Function<Target, Verdict> judge, Consumer<Verdict> progress) {
        List<Verdict> verdicts = new ArrayList<>();
        Function<Target, Verdict> told = target -> {
            Verdict verdict = judge.apply(target);
            synchronized (progress) {
                progress.accept(verdict);
            }
            return verdict;
        };
        each(targets, told, (_, verdict) -> verdicts.add(verdict));
        return verdicts;
    }

    /**
     * What the work gives for each target, in the order of the targets, which is also the order in which they are begun: for
     * work that is shorter than a look at what there is to read.
     *
     * @param work called by several threads
     */
    public <T> List<T> each(List<Target> targets, Function<Target, T> work) {
        List<T> results = new ArrayList<>();
        each(targets, targets, work, (_, result) -> results.add(result));
        return results;
    }

    /**
     * Hands on each target with what the work gives for it, in the order of the targets, as soon as it is their turn.
     *
     * @param work called by several threads
     * @param next called by this thread
     */
    public <T> void each(List<Target> targets, Function<Target, T> work, BiConsumer<Target, T> next) {
        each(isParallel(targets) ? LargestFirst.of(targets) : targets, targets, work, next);
    }

    private boolean isParallel(List<Target> targets) {
        return threads > 1 && targets.size() > 1;
    }

    private <T> void each(
            List<Target> begun, List<Target> targets, Function<Target, T> work, BiConsumer<Target, T> next) {
        if (!isParallel(targets)) {
            targets.forEach(target -> next.accept(target, work.apply(target)));
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            IdentityHashMap<Target, Future<T>> waiting = new IdentityHashMap<>();
            begun.forEach(target -> waiting.put(target, pool.submit(() -> work.apply(target))));
            for (Target target : targets) {
                next.accept(
                        target, Objects.requireNonNull(waiting.remove(target)).get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The run was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A target could not be judged: " + e.getCause(), e);
        }
    }

    /** The run over these verdicts; a run without any has no answer. */
    public static Run run(String version, List<Verdict> verdicts, Map<String, Rule> rules, Account account) {
        return new Run(version, outcome(verdicts), verdicts, rules, account);
    }

    /** A part of a run; it may be empty, for the account says that every target is with another part. */
    public static Run part(Run run, Shard shard) {
        Outcome outcome = run.verdicts().isEmpty() ? Outcome.PASS : run.outcome();
        return new Run(run.version(), outcome, run.verdicts(), run.rules(), run.account(), shard, run.coverage());
    }

    private static Outcome outcome(List<Verdict> verdicts) {
        boolean unanswered = verdicts.stream().anyMatch(verdict -> verdict.outcome() == Outcome.ERROR);
        if (unanswered || verdicts.isEmpty()) {
            return Outcome.ERROR;
        }
        boolean failed = verdicts.stream().anyMatch(verdict -> verdict.outcome() == Outcome.FAIL);
        return failed ? Outcome.FAIL : Outcome.PASS;
    }

    /** Findings about the configuration itself, as a verdict of their own. */
    public static Verdict aboutConfiguration(String file, List<Finding> findings, boolean failOnWarn) {
        boolean fails = findings.stream()
                .anyMatch(finding ->
                        finding.severity() == Severity.DENY || (finding.severity() == Severity.WARN && failOnWarn));
        return new Verdict(
                file,
                "",
                "",
                "",
                fails ? Outcome.FAIL : Outcome.PASS,
                new Digests("", "", ""),
                findings.stream().sorted().toList(),
                List.of(),
                new Account(List.of()));
    }
}
