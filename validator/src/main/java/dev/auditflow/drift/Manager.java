package dev.auditflow.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One entry of an object's {@code managedFields}: who set which of its fields, and when last.
 *
 * @param subresource {@code status}, {@code scale}, …; empty for the object itself
 * @param time RFC 3339; empty if the server did not say
 * @param fields ways to the fields in the words of FieldsV1: {@code f:spec}, {@code k:{"name":"web"}}
 */
record Manager(String name, String subresource, String time, Set<List<String>> fields) {
    Manager {
        fields = Set.copyOf(fields);
    }

    /** All entries of an object. */
    static List<Manager> of(JsonNode object) {
        List<Manager> managers = new ArrayList<>();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            Set<List<String>> fields = new HashSet<>();
            collect(entry.path("fieldsV1"), List.of(), fields);
            managers.add(new Manager(
                    entry.path("manager").asText(""),
                    entry.path("subresource").asText(""),
                    entry.path("time").asText(""),
                    fields));
        }
        return managers;
    }

    private static void collect(JsonNode node, List<String> at, Set<List<String>> into) {
        for (var field : node.properties()) {
            if (field.getKey().equals(".")) {
                into.add(at);
                continue;
            }
            List<String> child = new ArrayList<>(at);
            child.add(field.getKey());
            if (field.getValue().isEmpty()) {
                into.add(List.copyOf(child));
            } else {
                collect(field.getValue(), List.copyOf(child), into);
            }
        }
    }

    /** Whether a way begins with another one, or is it. */
    static boolean startsWith(List<String> way, List<String> beginning) {
        return way.size() >= beginning.size()
                && way.subList(0, beginning.size()).equals(beginning);
    }
}
