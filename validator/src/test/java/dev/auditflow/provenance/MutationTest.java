package dev.auditflow.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.chart.Corpus;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether origins are true: what an origin names is changed, the chart is rendered again, and every node that claims that
 * place must have changed.
 */
class MutationTest {
    private static final Path OWN = Path.of("../charts/auditflow-platform");

    @TempDir
    Path folder;

    /** What came of the mutants. */
    private static final class Tally {
        int mutants;
        int nodes;
        int broken;
        final List<String> wrong = new ArrayList<>();

        @Override
        public String toString() {
            return "%d mutants that did not render, of %d; %d nodes held, %d wrong"
                    .formatted(broken, mutants, nodes, wrong.size());
        }
    }

    private record Claim(int resource, FieldPath path) {}

    @Test
    void ownChartsSayTheTruth() throws IOException {
        Tally tally = new Tally();
        Path chart = copy(OWN);
        for (String environment : List.of("dev", "prod")) {
            HelmRequest request =
                    Charts.request(chart, List.of(chart.resolve("environments").resolve(environment + ".yaml")));
            examine(request, 100, Duration.ofMinutes(1), tally);
        }
        report("own charts", tally);
    }

    @Test
    void publicChartsSayTheTruth() throws IOException {
        Tally all = new Tally();
        int samples = Integer.getInteger("auditflow.mutants", 40);
        for (Path chart : Corpus.charts()) {
            Tally tally = new Tally();
            examine(Charts.request(copy(chart), List.of()), samples, Duration.ofSeconds(10), tally);
            System.out.printf("%-30s %s%n", chart.getParent().getFileName(), tally);
            all.mutants += tally.mutants;
            all.nodes += tally.nodes;
            all.broken += tally.broken;
            all.wrong.addAll(tally.wrong);
        }
        report("public charts", all);
    }

    private static void report(String name, Tally tally) {
        System.out.println(name + ": " + tally);
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.broken).as("mutants that prove nothing").isLessThanOrEqualTo(tally.mutants / 3);
    }

    private void examine(HelmRequest request, int samples, Duration time, Tally tally) throws IOException {
        if (!(Charts.render(request) instanceof RenderResult.Rendered rendered)) {
            return;
        }
        List<Resource> before = Charts.resources(rendered);
        Map<Mutant, List<Claim>> claims = claims(before, samples);
        long end = System.nanoTime() + time.toNanos();
        for (Map.Entry<Mutant, List<Claim>> entry : claims.entrySet()) {
            if (System.nanoTime() > end) {
                break;
            }
            tally.mutants++;
            String original = Files.readString(entry.getKey().file());
            Files.writeString(entry.getKey().file(), entry.getKey().text());
            try {
                judge(entry.getKey(), entry.getValue(), before, Charts.render(request), tally);
            } finally {
                Files.writeString(entry.getKey().file(), original);
            }
        }
    }

    /** A sample of the places that origins name, each with all nodes that claim it. */
    private static Map<Mutant, List<Claim>> claims(List<Resource> resources, int samples) throws IOException {
        Map<Object, List<Claim>> byPlace = new LinkedHashMap<>();
        for (int i = 0; i < resources.size(); i++) {
            for (FieldPath path : Charts.paths(resources.get(i))) {
                Origin origin = resources.get(i).locate(path).origin();
                boolean exact = origin.precision() == Origin.Precision.EXACT;
                if (exact && !origin.values().isEmpty()) {
                    Origin.ValueOrigin value = origin.values().getFirst();
                    byPlace.computeIfAbsent(new Origin.ValueOrigin(value.key(), value.place()), _ -> new ArrayList<>())
                            .add(new Claim(i, path));
                } else if (origin.precision() != Origin.Precision.UNKNOWN) {
                    byPlace.computeIfAbsent(origin.template(), _ -> new ArrayList<>())
                            .add(new Claim(i, path));
                }
            }
        }
        List<Object> places = new ArrayList<>(byPlace.keySet());
        Collections.shuffle(places, new Random(7));
        Map<Mutant, List<Claim>> claims = new LinkedHashMap<>();
        for (Object place : places.subList(0, Math.min(samples, places.size()))) {
            Optional<Mutant> mutant = place instanceof Origin.ValueOrigin value
                    ? Mutant.ofValue(value)
                    : Mutant.ofTemplate((dev.auditflow.manifest.Place) place);
            mutant.ifPresent(one -> claims.put(one, byPlace.getOrDefault(place, List.of())));
        }
        return claims;
    }

    private static void judge(
            Mutant mutant, List<Claim> claims, List<Resource> before, RenderResult after, Tally tally) {
        if (!(after instanceof RenderResult.Rendered rendered)) {
            tally.broken++;
            return;
        }
        List<Resource> now = Charts.resources(rendered);
        for (Claim claim : claims) {
            Resource was = before.get(claim.resource());
            Resource is = again(was, claim.resource(), before, now);
            if (is != null && same(was.at(claim.path()), is.at(claim.path()))) {
                tally.wrong.add("%s: %s %s %s"
                        .formatted(
                                mutant.line(),
                                was,
                                claim.path(),
                                was.locate(claim.path()).origin()));
            } else {
                tally.nodes++;
            }
        }
    }

    /** The same object: by its name, or by where it stands when that changed; null when it is gone. */
    private static @Nullable Resource again(Resource was, int index, List<Resource> before, List<Resource> now) {
        for (Resource other : now) {
            if (other.id().equals(was.id())) {
                return other;
            }
        }
        return kinds(now).equals(kinds(before)) ? now.get(index) : null;
    }

    private static List<String> kinds(List<Resource> resources) {
        return resources.stream().map(resource -> resource.id().kind()).toList();
    }

    private static boolean same(Optional<Node> a, Optional<Node> b) {
        return a.isPresent() && b.isPresent() && Arrays.equals(Json.bytes(a.get()), Json.bytes(b.get()));
    }

    private Path copy(Path chart) throws IOException {
        Path target = Files.createTempDirectory(folder, "chart").resolve("c");
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(chart.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return target;
    }
}
