package dev.auditflow.gate;

import dev.auditflow.check.Account;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Shard;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.host.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Splits targets into parts that every machine computes alike, and joins the reports of the parts. */
public final class Sharding {
    private Sharding() {}

    /** The part of the targets with this index: their hashes are ranked, so that parts differ by one target at most. */
    public static Shard of(int index, int count, List<Target> targets) {
        record Ranked(int position, String hash) {}
        Digest all = new Digest();
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            String name = targets.get(i).name();
            all.add(name);
            ranked.add(new Ranked(i, new Digest().add(name).text()));
        }
        ranked.sort(Comparator.comparing(Ranked::hash).thenComparingInt(Ranked::position));
        List<Integer> positions = IntStream.range(0, ranked.size())
                .filter(rank -> rank % count == index - 1)
                .mapToObj(rank -> ranked.get(rank).position())
                .sorted()
                .toList();
        return new Shard(index, count, all.text(), positions);
    }

    /**
     * The run that the parts are parts of.
     *
     * @param parts by the name of the file that each was read from
     * @throws ConfigException with a sentence if a part is missing, there twice, or of another run
     */
    public static Run merge(Map<String, Run> parts) throws ConfigException {
        SortedMap<Integer, String> files = new TreeMap<>();
        Map.Entry<String, Run> first = parts.entrySet().iterator().next();
        for (Map.Entry<String, Run> part : parts.entrySet()) {
            fits(first, part);
            String earlier = files.put(part.getValue().shard().index(), part.getKey());
            if (earlier != null) {
                throw new ConfigException("%s and %s are both shard %d"
                        .formatted(
                                earlier, part.getKey(), part.getValue().shard().index()));
            }
        }
        int count = first.getValue().shard().count();
        List<Integer> missing = IntStream.rangeClosed(1, count)
                .filter(index -> !files.containsKey(index))
                .boxed()
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigException("Of %d shards these are missing: %s. Without them there is no verdict"
                    .formatted(
                            count,
                            String.join(
                                    ", ", missing.stream().map(String::valueOf).toList())));
        }
        return joined(first.getValue().version(), parts);
    }

    private static void fits(Map.Entry<String, Run> first, Map.Entry<String, Run> part) throws ConfigException {
        Run run = part.getValue();
        if (run.shard().isWhole()) {
            throw new ConfigException(
                    part.getKey() + " is the report of a whole run, not of a shard; there is nothing to merge");
        }
        boolean same = run.version().equals(first.getValue().version())
                && run.shard().count() == first.getValue().shard().count()
                && run.shard().targets().equals(first.getValue().shard().targets());
        if (!same) {
            throw new ConfigException(
                    "%s and %s are not of the same run: version, number of shards or the list of targets differ"
                            .formatted(first.getKey(), part.getKey()));
        }
        if (run.verdicts().size() != run.shard().positions().size()) {
            throw new ConfigException("%s holds %d verdicts where its shard has %d targets"
                    .formatted(
                            part.getKey(),
                            run.verdicts().size(),
                            run.shard().positions().size()));
        }
    }

    private static Run joined(String version, Map<String, Run> parts) throws ConfigException {
        SortedMap<Integer, Verdict> verdicts = new TreeMap<>();
        Map<String, Rule> rules = new TreeMap<>();
        for (Run part : parts.values()) {
            rules.putAll(part.rules());
            for (int i = 0; i < part.verdicts().size(); i++) {
                verdicts.put(part.shard().positions().get(i), part.verdicts().get(i));
            }
        }
        int total =
                parts.values().stream().mapToInt(part -> part.verdicts().size()).sum();
        if (verdicts.size() != total || (total > 0 && verdicts.lastKey() != total - 1)) {
            throw new ConfigException("The shards do not add up to the list of targets that they name");
        }
        Account account = new Account(List.of(new Account.Line("targets", total, total, List.of())));
        return Gate.run(version, List.copyOf(verdicts.values()), rules, account);
    }
}
