/* What a tool keeps where it runs as a live widget: the same all, change and follow as kept.js has, with Python in
   place of the browser. Python writes a file, and says in "heard" how far it has come: who hears nothing is told,
   because a kernel that is gone says nothing. The beginning of the module of a live widget. */
const SourcebookLive = (model) => {
  const GONE = "Python does not answer, and nothing is kept. Write down what stands here, and run the cell again.";
  const draws = [];
  let own = false, timer = null, late = false;
  const tell = () => draws.forEach((draw) => draw());
  const isHeard = () => model.get("heard") === model.get("sent");
  function heard() {
    if (own || !isHeard()) return;
    clearTimeout(timer);
    late = false;
    tell();
  }
  function change(id, value) {
    own = true;
    /* A copy: of what is changed in place nobody sees a change. */
    model.set("kept", { ...model.get("kept"), [id]: structuredClone(value ?? null) });
    model.set("sent", model.get("sent") + 1);
    own = false;
    model.save_changes();
    clearTimeout(timer);
    timer = setTimeout(() => {
      late = !isHeard();
      if (late) tell();
    }, 5000);
    return true;
  }
  ["kept", "heard", "notice"].forEach((name) => model.on(`change:${name}`, heard));
  return {
    /* What is taken back is sent as null: what is not named may be what this page has not heard of. */
    all: () => structuredClone(Object.fromEntries(Object.entries(model.get("kept")).filter(([, value]) => value))),
    change,
    notice: () => (late ? GONE : model.get("notice")),
    follow(draw) { draws.push(draw); },
    end() {
      clearTimeout(timer);
      ["kept", "heard", "notice"].forEach((name) => model.off(`change:${name}`, heard));
    },
  };
};
