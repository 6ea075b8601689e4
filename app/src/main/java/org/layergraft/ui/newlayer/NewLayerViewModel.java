package org.layergraft.ui.newlayer;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Estimate;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.HyperKind;
import org.layergraft.graft.LayerCheck;
import org.layergraft.graft.LayerKind;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.Misfit;
import org.layergraft.graft.Prospect;
import org.layergraft.graft.ShapeSource;
import org.layergraft.graft.Site;
import org.layergraft.graft.UsualShape;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** A layer that is about to be added: its name, hyper-parameters and role, checked with every key stroke until they make an edit. */
public final class NewLayerViewModel {

    private final Words words;
    private final Tasks tasks;
    private final LayerKind kind;
    private Surroundings around;
    private final List<Role> roles;
    private final List<HyperField> fields;
    private final Map<Role.Kind, Site> sites = new EnumMap<>(Role.Kind.class);
    private final NameField name;
    private final Map<Asked, Prospect> prospects = new HashMap<>();
    private final StringProperty weight = new SimpleStringProperty("1");
    private final ObjectProperty<Role> role = new SimpleObjectProperty<>();
    private final BooleanProperty everywhere = new SimpleBooleanProperty();
    private final BooleanProperty adding = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper unknown = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper purpose = new ReadOnlyStringWrapper("");
    private LayerCheck check;

    private record Asked(Role.Kind role, Edit.Scope scope) {}

    /** @param around with a spot where this kind can go; see {@link #fits} */
    public NewLayerViewModel(Words words, Tasks tasks, LayerKind kind, Surroundings around) {
        this.words = words;
        this.tasks = tasks;
        this.kind = kind;
        this.around = around;
        roles = Role.possible(kind, around.spot());
        var usual = UsualShape.of(around.experiment().graph());
        fields = kind.hypers().stream()
                .filter(hyper -> !hyper.name().equals("sha256"))
                .map(hyper -> new HyperField(hyper, usual))
                .toList();
        role.set(roles.getFirst());
        name = new NameField(around.experiment().graph(), kind);
        name.propose(role.get());
        Stream.concat(Stream.of(name.textProperty(), weight), fields.stream().map(HyperField::textProperty))
                .forEach(text -> text.subscribe((_, _) -> recheck()));
        role.subscribe((_, _) -> {
            name.propose(role.get());
            fields.forEach(field -> field.follow(role.get().kind() == Role.Kind.REPLACE));
            look();
        });
        everywhere.subscribe((_, _) -> look());
        role.subscribe(now -> purpose.set(words.get(now.does(kind, around.spot()))));
        look();
    }

    /** What such a layer would most likely be for there, in a few words; empty where it cannot go. */
    public static Optional<Problem> likeliest(LayerKind kind, Spot spot) {
        return Role.possible(kind, spot).stream().findFirst().map(Role::text);
    }

    /** Can such a layer go there at all? */
    public static boolean fits(LayerKind kind, Spot spot) {
        return !Role.possible(kind, spot).isEmpty();
    }

    /** Finds out, once for each role, what the layer would see there and everywhere it would be. */
    private void look() {
        var asked = role.get();
        var layer = layer();
        if (!sites.containsKey(asked.kind())) {
            tasks.start(
                    () -> around.site(asked, layer),
                    site -> {
                        sites.put(asked.kind(), site);
                        recheck();
                    },
                    // Whoever applies the edit says it better.
                    _ -> sites.put(asked.kind(), Site.UNKNOWN));
        }
        var where = new Asked(asked.kind(), scope());
        if (!prospects.containsKey(where)) {
            var edit = asked.edit(around.spot(), layer, where.scope(), 1);
            tasks.start(
                    () -> around.prospect(edit),
                    prospect -> {
                        prospects.put(where, prospect);
                        recheck();
                    },
                    // Nothing is promised then.
                    _ -> {});
        }
        recheck();
    }

    private Edit.Scope scope() {
        return everywhere.get() && alike() > 1 ? Edit.Scope.ALL : Edit.Scope.THIS;
    }

    /** Over all modules that would get the layer. */
    private Optional<Estimate> adds() {
        return Optional.ofNullable(prospects.get(new Asked(role.get().kind(), scope())))
                .filter(_ -> check.isPossible())
                .flatMap(p -> p.adds(layer()));
    }

    /** More was measured since. */
    public void learn(ShapeSource shapes) {
        around = new Surroundings(around.experiment(), around.spot(), shapes);
        sites.clear();
        prospects.clear();
        look();
    }

    private void recheck() {
        check = LayerCheck.of(layer(), sites.getOrDefault(role.get().kind(), Site.UNKNOWN), around.dtype());
        fields.forEach(this::tell);
        error.set(name.problem(role.get())
                .or(() -> problems("").map(Misfit::problem).findFirst())
                .map(words::get)
                .orElse(""));
        warning.set(role.get().isPassed() ? check.warning().map(words::get).orElse("") : "");
        outcome.set(Outlook.of(words, role.get(), check, adds()));
        unknown.set(role.get().reads()
                && sites.containsKey(role.get().kind())
                && fields.stream().anyMatch(f -> f.countsProperty().get() && f.isUnknown()));
    }

    private void tell(HyperField field) {
        var filled =
                Optional.ofNullable(check.filled().hypers().get(field.kind().name()));
        boolean typed = !field.textProperty().get().isBlank();
        String wrong = !field.isValid() && typed
                ? unreadable(field)
                // What is missing is only said when somebody wants to go on without it.
                : typed
                        ? problems(field.kind().name())
                                .findFirst()
                                .map(m -> words.get(m.problem()))
                                .orElse("")
                        : "";
        field.tell(filled, wrong);
        field.count(!check.idle().contains(field.kind().name()));
    }

    private Stream<Misfit> problems(String hyper) {
        return check.problems().stream().filter(m -> m.hyper().equals(hyper));
    }

    private String unreadable(HyperField field) {
        return words.get(
                "newlayer.error." + field.kind().type().name().toLowerCase(Locale.ROOT),
                field.kind().name());
    }

    /** As filled in so far; what cannot be read is left out. */
    public LayerSpec layer() {
        var hypers = new LinkedHashMap<String, Hyper>();
        fields.forEach(field ->
                field.value().ifPresent(value -> hypers.put(field.kind().name(), value)));
        return new LayerSpec(kind.id(), name.value(), hypers);
    }

    /** The edit as filled in; empty, with {@link #errorProperty} set, while something is missing. */
    public Optional<Edit> edit() {
        if (name.value().isEmpty()) {
            return refused(words.get("newlayer.error.name"));
        }
        // As it was said already, unless something else has been said since.
        recheck();
        if (!error.get().isEmpty()) {
            return Optional.empty();
        }
        for (HyperField field :
                fields.stream().filter(f -> f.countsProperty().get()).toList()) {
            String wrong = field.isValid() ? field.problemProperty().get() : unreadable(field);
            if (!wrong.isEmpty()) {
                return refused(wrong);
            }
        }
        double factor = 1;
        try {
            factor = weighs() ? HyperField.real(weight.get().strip()) : 1;
        } catch (NumberFormatException e) {
            return refused(words.get("newlayer.error.real", words.get("newlayer.weight")));
        }
        return Optional.of(role.get().edit(around.spot(), layer(), scope(), factor));
    }

    private Optional<Edit> refused(String sentence) {
        error.set(sentence);
        return Optional.empty();
    }

    /** Has the role a weight? */
    public boolean weighs() {
        return role.get().kind() == Role.Kind.BRANCH_LOSS;
    }

    /** How many modules are like the one that would be edited, itself included. */
    public long alike() {
        return around.alike(role.get());
    }

    /** Is something left out that should follow from the place, and does the place not tell? */
    public ReadOnlyBooleanProperty unknownProperty() {
        return unknown.getReadOnlyProperty();
    }

    public void refuse(String sentence) {
        adding.set(false);
        error.set(sentence);
    }

    /** Where the layer stands once the edit is made. */
    public String place() {
        return role.get().placeOf(name.value());
    }

    public String title() {
        return words.get("newlayer.title", kind.label());
    }

    public String about() {
        return words.get(kind.about());
    }

    public List<Role> roles() {
        return roles;
    }

    public String text(Role of) {
        return words.get(of.text());
    }

    public List<HyperField> fields() {
        return fields;
    }

    /** The lines of a custom layer, if it is one. */
    public Optional<HyperField> code() {
        return fields.stream()
                .filter(f -> f.kind().type() == HyperKind.Type.TEXT
                        && f.kind().name().equals("code"))
                .findFirst();
    }

    /** The file of a custom layer, if it is one. */
    public Optional<HyperField> file() {
        return fields.stream()
                .filter(f -> f.kind().type() == HyperKind.Type.TEXT
                        && f.kind().name().equals("file"))
                .findFirst();
    }

    public StringProperty nameProperty() {
        return name.textProperty();
    }

    /** What the result of a branch is multiplied by before it is added to the loss. */
    public StringProperty weightProperty() {
        return weight;
    }

    public ObjectProperty<Role> roleProperty() {
        return role;
    }

    /** What the role means at this place, in a sentence. */
    public ReadOnlyStringProperty purposeProperty() {
        return purpose.getReadOnlyProperty();
    }

    /** Edit all modules like this one, not just this one. */
    public BooleanProperty everywhereProperty() {
        return everywhere;
    }

    /** The edit has been accepted and is being made, which may take a while in a large model. */
    public BooleanProperty addingProperty() {
        return adding;
    }

    /** What is wrong, in words, or "". */
    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    /** What is allowed but rarely meant, or "". */
    public ReadOnlyStringProperty warningProperty() {
        return warning.getReadOnlyProperty();
    }

    /** What comes out of the layer and what it adds, as far as that is known. */
    public ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }
}
