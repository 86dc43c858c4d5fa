package dev.auditflow.check.golden;

import dev.auditflow.manifest.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which fields are noise: they change with every release and say nothing about what it does.
 *
 * <p>A mask is the key of a label or annotation, where a trailing {@code *} matches the rest: {@code checksum/*}. Or it is an
 * object and a field of it: {@code ConfigMap/build-info data.date}, where {@code *} stands for any name and items of lists
 * are left out: {@code Deployment/* spec.template.spec.containers.image}.
 */
final class Masks {
    private static final List<String> DEFAULT = List.of("helm.sh/chart", "app.kubernetes.io/version", "checksum/*");
    private static final Set<String> MAPS = Set.of("labels", "annotations");

    private final List<String> names;
    private final List<Field> fields;

    private Masks(List<String> masks) {
        this.names = masks.stream().filter(mask -> mask.indexOf(' ') < 0).toList();
        this.fields = masks.stream()
                .filter(mask -> mask.indexOf(' ') >= 0)
                .map(Field::of)
                .toList();
    }

    static Masks none() {
        return new Masks(List.of());
    }

    /** The default masks and these. */
    static Masks of(List<String> own) {
        List<String> all = new ArrayList<>(DEFAULT);
        all.addAll(own);
        return new Masks(all);
    }

    /** A field of objects of a kind. */
    private record Field(String kind, String name, String path) {
        static Field of(String mask) {
            int space = mask.indexOf(' ');
            String object = mask.substring(0, space);
            int slash = object.indexOf('/');
            String path = mask.substring(space + 1).strip().replaceAll("\\[[0-9*]*]", "");
            return new Field(
                    slash < 0 ? object : object.substring(0, slash),
                    slash < 0 ? "*" : object.substring(slash + 1),
                    plain(path));
        }

        /** A key in brackets and quotes as any other key. */
        private static String plain(String path) {
            return path.replaceAll("\\[\"([^\"]*)\"]", ".$1").replaceFirst("^\\.", "");
        }

        boolean is(At at) {
            return fits(kind, at.id().kind()) && fits(name, at.id().name()) && path.equals(String.join(".", at.keys()));
        }
    }

    /** A field of an object, items of lists left out. */
    record At(ResourceId id, List<String> keys) {
        static At root(ResourceId id) {
            return new At(id, List.of());
        }

        At key(String key) {
            List<String> longer = new ArrayList<>(keys);
            longer.add(key);
            return new At(id, longer);
        }
    }

    boolean hide(At at) {
        int depth = at.keys().size();
        boolean named = depth > 1 && MAPS.contains(at.keys().get(depth - 2)) && !isFixed(at);
        return (named && names.stream().anyMatch(name -> fits(name, at.keys().getLast())))
                || fields.stream().anyMatch(field -> field.is(at));
    }

    /** Where the API server refuses a change, it is no noise: in templates of claims and of Jobs. */
    private static boolean isFixed(At at) {
        return at.keys().contains("volumeClaimTemplates")
                || (at.id().kind().equals("Job") && at.keys().contains("template"));
    }

    private static boolean fits(String mask, String text) {
        return mask.endsWith("*") ? text.startsWith(mask.substring(0, mask.length() - 1)) : text.equals(mask);
    }
}
