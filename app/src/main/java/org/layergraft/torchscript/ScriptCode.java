package org.layergraft.torchscript;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.DoubleConsumer;
import org.layergraft.text.LayergraftException;

/** Every class and function in an archive's {@code code/}, with the places an editor and a reader need. Immutable. */
public final class ScriptCode {

    private final Map<String, ScriptUnit> units;

    private ScriptCode(Map<String, ScriptUnit> units) {
        this.units = units;
    }

    /**
     * @param units text by path below {@code code/}, as {@link ScriptModel#code()} holds it
     * @throws LayergraftException when a unit is not in TorchScript's dialect; names unit and line
     */
    public static ScriptCode parse(SortedMap<String, String> units) throws LayergraftException {
        return parse(units, new ScriptCode(Map.of()));
    }

    /**
     * The same, all of it anew.
     *
     * @param told of the share of the units that was read, from 0 to 1
     */
    public static ScriptCode parse(SortedMap<String, String> units, DoubleConsumer told) throws LayergraftException {
        return parse(units, new ScriptCode(Map.of()), told);
    }

    /**
     * The same, but only reads what differs from {@code before}: an edit changes few units of many.
     *
     * @throws LayergraftException as {@link #parse(SortedMap)}
     */
    public static ScriptCode parse(SortedMap<String, String> units, ScriptCode before) throws LayergraftException {
        return parse(units, before, _ -> {});
    }

    private static ScriptCode parse(SortedMap<String, String> units, ScriptCode before, DoubleConsumer told)
            throws LayergraftException {
        Map<String, ScriptUnit> parsed = new LinkedHashMap<>();
        try (var reader = new SyntaxReader()) {
            for (var unit : units.entrySet()) {
                var known = before.units.get(unit.getKey());
                if (known != null && known.text().equals(unit.getValue())) {
                    parsed.put(unit.getKey(), known);
                } else {
                    var syntax = reader.read(unit.getKey(), unit.getValue());
                    parsed.put(unit.getKey(), UnitReader.read(unit.getKey(), unit.getValue(), syntax));
                }
                told.accept((double) parsed.size() / units.size());
            }
        }
        return new ScriptCode(parsed);
    }

    /** @param className qualified, {@code __torch__.layers.Attention} */
    public Optional<ScriptClass> find(String className) {
        return syntax(className).map(ScriptUnit.ClassSyntax::declared);
    }

    /** True for a class that {@code torch.nn.Module} stands behind. */
    boolean isModule(String className) {
        return find(className).filter(c -> c.base().equals("Module")).isPresent();
    }

    Optional<ScriptUnit.ClassSyntax> syntax(String className) {
        return unit(className).map(u -> u.classes().get(className));
    }

    Optional<ScriptUnit.Function> function(String qualifiedName) {
        return unit(qualifiedName).map(u -> u.functions().get(qualifiedName));
    }

    /** The unit that a class or function of this qualified name would live in. */
    Optional<ScriptUnit> unit(String qualifiedName) {
        return Optional.ofNullable(units.get(ScriptUnit.unitOf(qualifiedName)));
    }
}
