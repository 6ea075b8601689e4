package org.layergraft.ui.switches;

import atlantafx.base.controls.ToggleSwitch;
import javafx.fxml.FXML;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import org.layergraft.step.DdpOptions;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Numbers;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.switches.CostsViewModel.Subject;

/** Binds DDP's other options. */
public final class OptionsController {

    private final OptionsViewModel model;
    private final Words words;
    private final CostLinks costs;

    @FXML
    private TitledPane pane;

    @FXML
    private Label bucketCapName;

    @FXML
    private TextField bucketCap;

    @FXML
    private Label bucketViewName;

    @FXML
    private ToggleSwitch bucketView;

    @FXML
    private Label broadcastName;

    @FXML
    private ToggleSwitch broadcast;

    @FXML
    private Label accumulateName;

    @FXML
    private Spinner<Long> accumulate;

    @FXML
    private Label bf16Name;

    @FXML
    private ToggleSwitch bf16;

    @FXML
    private Label mistake;

    @FXML
    private Hyperlink bucketCapCost;

    @FXML
    private Hyperlink bucketViewCost;

    @FXML
    private Hyperlink broadcastCost;

    @FXML
    private Hyperlink accumulateCost;

    @FXML
    private Hyperlink bf16Cost;

    @FXML
    private Hyperlink bucketCapWhy;

    @FXML
    private Hyperlink bucketViewWhy;

    @FXML
    private Hyperlink broadcastWhy;

    @FXML
    private Hyperlink accumulateWhy;

    @FXML
    private Hyperlink bf16Why;

    public OptionsController(OptionsViewModel model, Words words, CostLinks costs) {
        this.model = model;
        this.words = words;
        this.costs = costs;
    }

    @FXML
    private void initialize() {
        bucketCap.textProperty().bindBidirectional(model.bucketCapProperty());
        bucketView.selectedProperty().bindBidirectional(model.bucketViewProperty());
        broadcast.selectedProperty().bindBidirectional(model.broadcastBuffersProperty());
        bf16.selectedProperty().bindBidirectional(model.bf16Property());
        Numbers.bind(
                accumulate,
                1,
                DdpOptions.MOST_MICRO_STEPS,
                model.accumulateProperty(),
                model.accumulateProperty()::get,
                n -> model.accumulateProperty().set((int) n));
        DdpOptions usual = DdpOptions.DEFAULT;
        Shown.mark(pane, model.optionsProperty(), usual);
        Shown.mark(bucketCapName, model.bucketCapProperty(), "");
        Shown.mark(bucketViewName, model.bucketViewProperty(), usual.gradientAsBucketView());
        Shown.mark(broadcastName, model.broadcastBuffersProperty(), usual.broadcastBuffers());
        Shown.<Number>mark(accumulateName, model.accumulateProperty(), usual.accumulate());
        Shown.mark(bf16Name, model.bf16Property(), usual.bf16());
        Shown.mistake(mistake, model.mistakeProperty(), words);
        costs.bind(bucketCapCost, Subject.BUCKET_CAP);
        costs.bind(bucketViewCost, Subject.BUCKET_VIEW);
        costs.bind(broadcastCost, Subject.BROADCAST);
        costs.bind(accumulateCost, Subject.ACCUMULATE);
        costs.bind(bf16Cost, Subject.BF16);
        costs.explain(bucketCapWhy, ActionId.EXPLAIN_BUCKET_CAP);
        costs.explain(bucketViewWhy, ActionId.EXPLAIN_BUCKET_VIEW);
        costs.explain(broadcastWhy, ActionId.EXPLAIN_BROADCAST);
        costs.explain(accumulateWhy, ActionId.EXPLAIN_ACCUMULATE);
        costs.explain(bf16Why, ActionId.EXPLAIN_AUTOCAST);
    }
}
