package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptCode;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

/** The modules of a model by path, as objects of {@code data.pkl}. An object may stand under several paths. */
final class ModuleTree {

    /** @param attribute the name under which {@code parent} holds a module */
    record Holder(Value.Instance parent, String attribute) {}

    private final ScriptCode code;
    private final Map<String, Value.Instance> modules = new LinkedHashMap<>();
    private final Map<Value.Instance, List<String>> paths = new IdentityHashMap<>();
    private final Map<Value.Instance, List<Holder>> holders = new IdentityHashMap<>();

    ModuleTree(ScriptModel model, ScriptCode code) {
        this.code = code;
        walk("", model.module());
    }

    private void walk(String path, Value.Instance module) {
        modules.put(path, module);
        boolean seen = paths.containsKey(module);
        paths.computeIfAbsent(module, _ -> new ArrayList<>()).add(path);
        ScriptModel.attributes(module).forEach((name, value) -> {
            if (value instanceof Value.Instance child && isModule(child)) {
                if (!seen) {
                    holders.computeIfAbsent(child, _ -> new ArrayList<>()).add(new Holder(module, name));
                }
                walk(join(path, name), child);
            }
        });
    }

    private boolean isModule(Value.Instance object) {
        return isModule(object.className());
    }

    private boolean isModule(String type) {
        return code.find(type).map(c -> c.base().equals("Module")).orElse(false);
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The first interface type under which one of the modules on the path is held: whoever comes that way sees only its methods. */
    Optional<String> interfaceOn(String path) throws LayergraftException {
        String parent = "";
        for (String name : path.isEmpty() ? new String[0] : path.split("\\.")) {
            var type = classOf(at(parent)).attributes().stream()
                    .filter(a -> a.name().equals(name))
                    .map(ScriptClass.Attribute::type)
                    .findFirst()
                    .orElse("");
            if (!isModule(type)) {
                return Optional.of(type);
            }
            parent = join(parent, name);
        }
        return Optional.empty();
    }

    Value.Instance at(String path) throws LayergraftException {
        var found = modules.get(path);
        if (found == null) {
            throw Problems.of("module.unknown", path, Problems.nearest(path, modules.keySet()));
        }
        return found;
    }

    Map<String, Value.Instance> modules() {
        return Collections.unmodifiableMap(modules);
    }

    /** First the one PyTorch lists first. */
    List<String> paths(Value.Instance module) {
        return List.copyOf(paths.get(module));
    }

    List<Holder> holders(Value.Instance module) {
        return List.copyOf(holders.getOrDefault(module, List.of()));
    }

    /** Every object of the class once, in the order of their paths. */
    List<Value.Instance> instances(String className) {
        Set<Value.Instance> found = Collections.newSetFromMap(new IdentityHashMap<>());
        return modules.values().stream()
                .filter(m -> m.className().equals(className))
                .filter(found::add)
                .toList();
    }

    ScriptClass classOf(Value.Instance module) throws LayergraftException {
        return code.find(module.className()).orElseThrow(() -> Problems.of("class.unknown", module.className()));
    }

    /** Parameters of all modules by every name that reaches them; frozen ones, too. */
    Map<String, Value.Tensor> parameters() {
        var found = new LinkedHashMap<String, Value.Tensor>();
        modules.forEach((path, module) -> {
            var attributes = ScriptModel.attributes(module);
            for (String name :
                    code.find(module.className()).map(ScriptClass::parameters).orElse(List.of())) {
                if (attributes.get(name) instanceof Value.Tensor tensor) {
                    found.put(join(path, name), tensor);
                }
            }
        });
        return found;
    }
}
