package dev.auditflow.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
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

    /** What came of the changed places. */
    private static final class Tally {
        int places;
        int nodes;
        int broken;
        final List<String> wrong = new ArrayList<>();

        @Override
        public String toString() {
            return "%d places, %d of them broke the chart; %d nodes held, %d wrong"
                    .formatted(places, broken, nodes, wrong.size());
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
            HelmRequest request = Charts.request(copy(chart), Charts.requiredValues(chart));
            examine(request, samples, Duration.ofMillis(250L * samples), tally);
            System.out.printf("%-30s %s%n", chart.getParent().getFileName(), tally);
            all.places += tally.places;
            all.nodes += tally.nodes;
            all.broken += tally.broken;
            all.wrong.addAll(tally.wrong);
        }
        report("public charts", all);
    }

    private static void report(String name, Tally tally) {
        System.out.println(name + ": " + tally);
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.broken).as("mutants that prove nothing").isLessThanOrEqualTo(tally.places / 3);
    }

    private void examine(HelmRequest request, int samples, Duration time, Tally tally) throws IOException {
        RenderResult result = Charts.render(request);
        assertThat(result).as(request.chart().toString()).isInstanceOf(RenderResult.Rendered.class);
        List<Resource> before = Charts.resources((RenderResult.Rendered) result);
        long end = System.nanoTime() + time.toNanos();
        for (Map.Entry<Object, List<Claim>> entry : places(before, samples).entrySet()) {
            if (System.nanoTime() > end) {
                break;
            }
            List<Mutant> mutants = mutants(entry.getKey());
            if (!mutants.isEmpty()) {
                judge(mutants, entry.getValue(), request, before, tally);
            }
        }
    }

    private static List<Mutant> mutants(Object place) throws IOException {
        return place instanceof Origin.ValueOrigin value
                ? Mutant.ofValue(value).stream().toList()
                : Mutant.ofTemplate((Place) place);
    }

    /** A sample of the places that origins name, each with all nodes that claim it. */
    private static Map<Object, List<Claim>> places(List<Resource> resources, int samples) {
        Map<Object, List<Claim>> claims = new LinkedHashMap<>();
        for (int i = 0; i < resources.size(); i++) {
            for (FieldPath path : Charts.paths(resources.get(i))) {
                Origin origin = resources.get(i).locate(path).origin();
                boolean exact = origin.precision() == Origin.Precision.EXACT;
                if (exact && !origin.values().isEmpty()) {
                    Origin.ValueOrigin value = origin.values().getFirst();
                    claims.computeIfAbsent(new Origin.ValueOrigin(value.key(), value.place()), _ -> new ArrayList<>())
                            .add(new Claim(i, path));
                }
                if (origin.precision() != Origin.Precision.UNKNOWN) {
                    claims.computeIfAbsent(origin.template(), _ -> new ArrayList<>())
                            .add(new Claim(i, path));
                }
            }
        }
        List<Object> places = new ArrayList<>(claims.keySet());
        Collections.shuffle(places, new Random(7));
        places.subList(0, Math.max(0, places.size() - samples)).forEach(claims::remove);
        return claims;
    }

    /** Changes the place in one way after the other until all nodes that claim it have changed. */
    private static void judge(
            List<Mutant> mutants, List<Claim> claims, HelmRequest request, List<Resource> before, Tally tally)
            throws IOException {
        tally.places++;
        List<Claim> same = new ArrayList<>(claims);
        boolean rendered = false;
        for (Mutant mutant : mutants) {
            RenderResult after = mutant.render(() -> Charts.render(request));
            if (after instanceof RenderResult.Rendered again) {
                rendered = true;
                List<Resource> now = Charts.resources(again);
                same.removeIf(claim -> !isSame(claim, before, now));
            }
        }
        if (!rendered) {
            tally.broken++;
            return;
        }
        tally.nodes += claims.size() - same.size();
        for (Claim claim : same) {
            Resource resource = before.get(claim.resource());
            tally.wrong.add("%s: %s %s %s"
                    .formatted(
                            mutants.getFirst().line(),
                            resource,
                            claim.path(),
                            resource.locate(claim.path()).origin()));
        }
    }

    private static boolean isSame(Claim claim, List<Resource> before, List<Resource> now) {
        Resource was = before.get(claim.resource());
        Resource is = again(was, claim.resource(), before, now);
        return is != null && same(was.at(claim.path()), is.at(claim.path()));
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
