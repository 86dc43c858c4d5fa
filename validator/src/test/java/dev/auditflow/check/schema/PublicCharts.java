package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.manifest.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Objects that public charts render. */
public final class PublicCharts {
    /** The server takes more, but one of many kilobytes teaches no more than a small one. */
    private static final int LONGEST = 60_000;

    private PublicCharts() {}

    /**
     * Different objects of every chart and kind, in a stable order.
     *
     * @param each most objects of one kind in one chart; of CRDs there is one
     */
    public static List<ObjectNode> objects(Path charts, int each) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        Set<String> shapes = new HashSet<>();
        try (Stream<Path> found = Files.list(charts)) {
            for (Path chart : found.sorted().toList()) {
                for (Resource resource : Manifests.read(unzipped(chart.resolve("rendered-helm3.yaml.gz")))
                        .resources()) {
                    String kind = chart.getFileName() + " " + resource.id().kind();
                    int most = resource.id().kind().equals("CustomResourceDefinition") ? 1 : each;
                    if (seen.merge(kind, 1, Integer::sum) <= most && resource.json().length < LONGEST) {
                        Mutants.parse(resource.json())
                                .filter(object -> shapes.add(object.toString()))
                                .ifPresent(objects::add);
                    }
                }
            }
        }
        return objects;
    }

    private static String unzipped(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
