package dev.auditflow.init;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Plain manifests of a repository, as few folders as possible. */
final class Manifests {
    /** Files for programs on somebody's machine that look like objects of a cluster. */
    private static final Pattern FOR_OTHERS = Pattern.compile("(skaffold|kind\\.x-k8s\\.io|kubeadm\\.k8s\\.io|"
            + "kubelet\\.config\\.k8s\\.io|kubeproxy\\.config\\.k8s\\.io|kubescheduler\\.config\\.k8s\\.io|"
            + "apiserver\\.config\\.k8s\\.io|audit\\.k8s\\.io|eksctl\\.io|kops\\.k8s\\.io|k3d\\.io|backstage\\.io|"
            + "kustomize\\.config\\.k8s\\.io|config\\.kubernetes\\.io|kpt\\.dev|score\\.dev|ctlptl\\.dev|tilt\\.dev|"
            + "minikube|helmfile|config\\.openshift\\.io|jenkins\\.io|client\\.authentication\\.k8s\\.io)(/.*)?");

    private final Repository repository;
    private final Charts charts;
    private final Kustomizations kustomizations;
    private final List<LeftOut> leftOut;
    private final Set<Path> manifests = new TreeSet<>();
    /** Files that make it impossible to check their folder as a whole. */
    private final Set<Path> others = new HashSet<>();

    Manifests(Repository repository, Charts charts, Kustomizations kustomizations, List<LeftOut> leftOut) {
        this.repository = repository;
        this.charts = charts;
        this.kustomizations = kustomizations;
        this.leftOut = leftOut;
    }

    /** Folders and files to check, in order. */
    List<Path> sources() {
        others.addAll(repository.links());
        for (Path file : repository.files()) {
            boolean own = charts.own(file) || kustomizations.own(file);
            if (!own && isManifest(file)) {
                manifests.add(file);
            } else {
                others.add(file);
            }
        }
        List<Path> sources = new ArrayList<>();
        collect(Path.of(""), sources);
        return sources;
    }

    private void collect(Path folder, List<Path> sources) {
        List<Path> inside =
                manifests.stream().filter(file -> Repository.isIn(folder, file)).toList();
        if (inside.isEmpty()) {
            return;
        }
        // The root holds what this program writes, which is no manifest.
        boolean pure = !folder.toString().isEmpty() && others.stream().noneMatch(other -> other.startsWith(folder));
        Set<Path> children = children(folder, inside);
        boolean perEnvironment = children.stream()
                        .filter(child ->
                                EnvironmentNames.isKnown(child.getFileName().toString()))
                        .count()
                > 1;
        if (pure && !perEnvironment) {
            sources.add(folder);
            return;
        }
        inside.stream().filter(file -> Repository.parent(file).equals(folder)).forEach(sources::add);
        children.forEach(child -> collect(child, sources));
    }

    private static Set<Path> children(Path folder, List<Path> inside) {
        int depth = folder.toString().isEmpty() ? 0 : folder.getNameCount();
        Set<Path> children = new TreeSet<>();
        for (Path file : inside) {
            if (file.getNameCount() > depth + 1) {
                children.add(file.subpath(0, depth + 1));
            }
        }
        return children;
    }

    private boolean isManifest(Path file) {
        Optional<String> text = repository.text(file);
        if (text.isEmpty() || !text.get().contains("apiVersion") || !text.get().contains("kind")) {
            return false;
        }
        YamlReader.Parsed parsed = YamlReader.read(text.get());
        List<Node> documents = parsed.documents().stream()
                .filter(node -> !Documents.isEmpty(node))
                .toList();
        if (!Documents.isReadable(parsed)) {
            boolean template = text.get().contains("{{");
            boolean looks = text.get().lines().anyMatch(line -> line.startsWith("apiVersion:"));
            if (looks) {
                say(file, template ? "it is a template outside of a chart" : "it is no YAML that can be read");
            }
            return false;
        }
        if (documents.isEmpty() || !documents.stream().allMatch(Documents::isObject)) {
            return false;
        }
        for (Node document : documents) {
            String apiVersion = Documents.string((MapNode) document, "apiVersion");
            String kind = Documents.string((MapNode) document, "kind");
            if (FOR_OTHERS.matcher(apiVersion).matches() || (apiVersion.equals("v1") && kind.equals("Config"))) {
                say(file, "%s of %s is for a program and not for the cluster".formatted(kind, apiVersion));
                return false;
            }
        }
        return true;
    }

    private void say(Path file, String reason) {
        leftOut.add(new LeftOut(Repository.name(file), reason));
    }
}
