package dev.auditflow.check.golden;

import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which fields are noise: they change with every release and say nothing about what it does.
 *
 * <p>A mask is the key of a label or annotation, where a trailing {@code *} matches the rest: {@code checksum/*}. Or it is an
 * object and a field of it: {@code ConfigMap/build-info data.date}, where {@code *} stands for any name. Items of lists are
 * named by their {@code name}, or left out to mean all: {@code Deployment/* spec.template.spec.containers[web].image}.
 */
final class Masks {
    private static final List<String> DEFAULT = List.of("helm.sh/chart", "app.kubernetes.io/version", "checksum/*");
    private static final Set<String> MAPS = Set.of("labels", "annotations");

    private final List<String> names;
    private final List<Field> fields;

    private Masks(List<String> names, List<Field> fields) {
        this.names = names;
        this.fields = fields;
    }

    static Masks none() {
        return new Masks(List.of(), List.of());
    }

    /** The default masks and these. */
    static Masks of(List<String> own) {
        List<String> all = new ArrayList<>(DEFAULT);
        all.addAll(own);
        return new Masks(
                all.stream().filter(mask -> mask.indexOf(' ') < 0).toList(),
                all.stream()
                        .filter(mask -> mask.indexOf(' ') >= 0)
                        .map(Field::of)
                        .toList());
    }

    /** A field of objects of a kind. */
    private record Field(String kind, String name, Pattern path) {
        private static final String ANY_ITEM = "(?:\\[[^\\]]*])?";

        static Field of(String mask) {
            int space = mask.indexOf(' ');
            String object = mask.substring(0, space);
            int slash = object.indexOf('/');
            String path = mask.substring(space + 1).strip().replaceAll("\\[[0-9*]*]", "");
            return new Field(
                    slash < 0 ? object : object.substring(0, slash),
                    slash < 0 ? "*" : object.substring(slash + 1),
                    pattern(plain(path)));
        }

        /** Where the mask names no item, every item fits. */
        private static Pattern pattern(String path) {
            StringBuilder pattern = new StringBuilder();
            for (String part : path.split("\\.", -1)) {
                String item = part.endsWith("]") ? "" : ANY_ITEM;
                pattern.append(pattern.isEmpty() ? "" : "\\.")
                        .append(Pattern.quote(part))
                        .append(item);
            }
            return Pattern.compile(pattern.toString());
        }

        /** A key in brackets and quotes as any other key. */
        private static String plain(String path) {
            return path.replaceAll("\\[\"([^\"]*)\"]", ".$1").replaceFirst("^\\.", "");
        }

        boolean is(At at) {
            return fits(kind, at.id().kind())
                    && fits(name, at.id().name())
                    && path.matcher(at.path()).matches();
        }
    }

    /**
     * A field of an object.
     *
     * @param above the field that holds it, none for the object itself
     * @param items the names of items of lists behind the key, as masks write them
     */
    record At(ResourceId id, @Nullable At above, String key, String items) {
        static At root(ResourceId id) {
            return new At(id, null, "", "");
        }

        At key(String name) {
            return new At(id, this, name, "");
        }

        /** An item of the list that this is; one without a name is as good as any other. */
        At item(Node item) {
            Optional<String> name = item instanceof MapNode map ? map.string("name") : Optional.empty();
            return name.isEmpty() ? this : new At(id, above, key, items + "[" + name.get() + "]");
        }

        /** The way to it, as masks write it. */
        String path() {
            String before = above == null ? "" : above.path();
            return (before.isEmpty() ? key : before + "." + key) + items;
        }

        boolean isIn(Set<String> keys) {
            return above != null && keys.contains(above.key);
        }

        boolean isBelow(String name) {
            return key.equals(name) || (above != null && above.isBelow(name));
        }
    }

    /** These and one more. */
    Masks and(String mask) {
        List<Field> longer = new ArrayList<>(fields);
        longer.add(Field.of(mask));
        return new Masks(names, longer);
    }

    boolean hide(At at) {
        boolean named = at.isIn(MAPS) && !isFixed(at);
        return (named && names.stream().anyMatch(name -> fits(name, at.key())))
                || (!fields.isEmpty() && fields.stream().anyMatch(field -> field.is(at)));
    }

    /** Where the API server refuses a change, it is no noise: in templates of claims and of Jobs. */
    private static boolean isFixed(At at) {
        return at.isBelow("volumeClaimTemplates") || (at.id().kind().equals("Job") && at.isBelow("template"));
    }

    private static boolean fits(String mask, String text) {
        return mask.endsWith("*") ? text.startsWith(mask.substring(0, mask.length() - 1)) : text.equals(mask);
    }
}
