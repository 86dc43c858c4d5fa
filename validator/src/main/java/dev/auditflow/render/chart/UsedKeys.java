package dev.auditflow.render.chart;

import dev.auditflow.coverage.KeyUse;
import dev.auditflow.render.template.KeyReads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the keys of values files with whether somebody read them. */
final class UsedKeys {
    private static final String GLOBAL = "global";

    private record Name(String file, String key) {}

    private final KeyReads reads;
    private final List<List<String>> charts;
    private final Map<Name, KeyUse> keys = new LinkedHashMap<>();

    /** @param charts paths of all charts that took part */
    UsedKeys(KeyReads reads, List<List<String>> charts) {
        this.reads = reads;
        this.charts = charts;
    }

    /**
     * Adds the keys of a file.
     *
     * @param file for values that no file set
     * @param owners paths of the charts whose values these are
     */
    void add(Val values, String file, List<List<String>> owners) {
        add(values, file, List.of(), owners);
    }

    private void add(Val table, String file, List<String> path, List<List<String>> owners) {
        table.entries().forEach((key, value) -> {
            List<String> at = ChartTree.step(path, key);
            List<Val> below = below(value);
            String name = KeyReads.dotted(at);
            Val.SetBy by = value.setBy();
            KeyUse use = new KeyUse(
                    by == null ? file : by.file(),
                    by == null ? 0 : by.line(),
                    name,
                    KeyReads.dotted(joined(owners.getFirst(), at)),
                    below.isEmpty(),
                    isRead(at, owners));
            keys.putIfAbsent(new Name(use.file(), name), use);
            List<String> inside = value.isList() ? ChartTree.step(at, KeyReads.ITEMS) : at;
            below.forEach(item -> add(item, use.file(), inside, owners));
        });
    }

    /** The tables in a value: itself, or the items of a list. */
    private static List<Val> below(Val value) {
        if (value.isTable()) {
            return value.entries().isEmpty() ? List.of() : List.of(value);
        }
        return value.isList()
                ? value.items().stream()
                        .filter(item -> item.isTable() && !item.entries().isEmpty())
                        .toList()
                : List.of();
    }

    /** Helm hands globals down, so every chart from the owner on down may be the one that reads them. */
    private boolean isRead(List<String> key, List<List<String>> owners) {
        if (!key.getFirst().equals(GLOBAL)) {
            return owners.stream().anyMatch(owner -> reads.isRead(joined(owner, key)));
        }
        return key.size() == 1
                || charts.stream()
                        .filter(chart -> owners.stream().anyMatch(owner -> startsWith(chart, owner)))
                        .anyMatch(chart -> reads.isRead(joined(chart, key)));
    }

    private static boolean startsWith(List<String> path, List<String> start) {
        return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
    }

    private static List<String> joined(List<String> path, List<String> more) {
        List<String> longer = new ArrayList<>(path);
        longer.addAll(more);
        return longer;
    }

    /** In the order of the files, a key before those below it. */
    List<KeyUse> all() {
        return List.copyOf(keys.values());
    }
}
