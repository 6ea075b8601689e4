package org.layergraft.ui.snippets;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.layergraft.config.Snippet;
import org.layergraft.config.Snippet.Library;
import org.layergraft.config.Snippets;

/** Which switches are written, and in whose words. */
public final class SnippetsViewModel {

    private final List<WrittenSwitches> offered;
    private final ObjectProperty<WrittenSwitches> chosen;
    private final ObjectProperty<Library> library;
    private final ObjectBinding<List<Snippet.Part>> parts;

    /**
     * @param offered at least one; the first is shown
     * @param remembered the library that was chosen last
     * @param remember told of every other library that is chosen
     */
    public SnippetsViewModel(List<WrittenSwitches> offered, Library remembered, Consumer<Library> remember) {
        this.offered = List.copyOf(offered);
        chosen = new SimpleObjectProperty<>(offered.getFirst());
        library = new SimpleObjectProperty<>(remembered);
        library.subscribe((_, now) -> remember.accept(now));
        parts = Bindings.createObjectBinding(this::write, chosen, library);
    }

    private List<Snippet.Part> write() {
        return Snippets.of(chosen.get().switches()).stream()
                .filter(s -> s.library() == library.get())
                .flatMap(s -> s.parts().stream())
                .toList();
    }

    public List<WrittenSwitches> offered() {
        return offered;
    }

    public ObjectProperty<WrittenSwitches> chosenProperty() {
        return chosen;
    }

    public ObjectProperty<Library> libraryProperty() {
        return library;
    }

    /** Each goes into a place of its own. */
    public ObjectBinding<List<Snippet.Part>> partsProperty() {
        return parts;
    }
}
