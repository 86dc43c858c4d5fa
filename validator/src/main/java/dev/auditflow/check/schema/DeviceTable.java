package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.inside;
import static dev.auditflow.check.schema.Constraints.keys;
import static dev.auditflow.check.schema.Constraints.most;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.present;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;
import static dev.auditflow.check.schema.Constraints.words;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the API server demands of device classes and claims and OpenAPI does not say, by definition. */
final class DeviceTable {
    private DeviceTable() {}

    static void fill(Map<String, List<Constraint>> table) {
        for (String version : List.of("v1", "v1beta2")) {
            claims(table, "resource." + version + ".");
            selectors(table, "resource." + version + ".");
        }
    }

    private static void claims(Map<String, List<Constraint>> table, String group) {
        table.put(
                group + "ResourceClaimTemplateSpec",
                List.of(
                        inside("metadata", keys("labels", Names::qualified, Names::labelValue)),
                        inside("metadata", MetadataRules::annotations)));
        table.put(
                group + "DeviceClaim",
                List.of(
                        unique("requests", "name"),
                        most("requests", 32),
                        most("constraints", 32),
                        most("config", 32),
                        DeviceRules::references));
        table.put(
                group + "DeviceRequest",
                List.of(
                        evenEmpty("name", Names::label),
                        unique("firstAvailable", "name"),
                        most("firstAvailable", 8),
                        DeviceRules::oneWay));
        List<Constraint> request = List.of(
                required("deviceClassName"),
                named("deviceClassName", Names::subdomain),
                words("allocationMode", "All", "ExactCount"),
                most("selectors", 32),
                DeviceRules::count);
        table.put(group + "ExactDeviceRequest", request);
        table.put(
                group + "DeviceSubRequest",
                Stream.concat(Stream.of(evenEmpty("name", Names::label)), request.stream())
                        .toList());
    }

    private static void selectors(Map<String, List<Constraint>> table, String group) {
        table.put(group + "DeviceClassSpec", List.of(most("selectors", 32), most("config", 32)));
        table.put(group + "DeviceSelector", List.of(present("cel")));
        table.put(group + "CELDeviceSelector", List.of(required("expression"), PolicyRules::device));
        table.put(group + "DeviceClassConfiguration", List.of(present("opaque")));
        table.put(group + "DeviceClaimConfiguration", List.of(present("opaque")));
        table.put(
                group + "OpaqueDeviceConfiguration",
                List.of(evenEmpty("driver", Names::csiDriver), present("parameters")));
    }
}
