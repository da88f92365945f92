/* The keys of the board. A press says which topic is wanted, not "one further". One message is under way at a time;
   presses that come before it is answered follow as one, with the topic wanted by then. */

/* Kept beside the component, which comes and goes with the screens: what is shown, what is wanted, how many messages
   were sent, and whether a press waits to be sent. */
let shown = null;
let wanted = 0;
let sent = 0;
let sentAt = 0;
let waiting = false;
/* The component on the page; none between two screens, and none on other pages. */
let there = null;
let goneAt = 0;
/* How long an answer is waited for, and how long after a screen has gone a key still turns it, in milliseconds. */
const PATIENCE = 4000;

const send = () => {
  if (!there) return;
  waiting = false;
  sent += 1;
  sentAt = Date.now();
  there.setStateValue("wanted", { place: wanted, presses: sent });
};

const say = () => {
  const coming = there?.parentElement.querySelector(".coming");
  const { place, titles } = shown;
  if (coming) coming.textContent = wanted === place ? "" : `${wanted + 1} of ${titles.length} · ${titles[wanted]}`;
};

const turn = (steps) => {
  wanted = (wanted + steps + shown.titles.length) % shown.titles.length;
  waiting = true;
  say();
  if (shown.presses >= sent || Date.now() - sentAt > PATIENCE) send();
};

const elsewhere = (target) =>
  /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
  target.isContentEditable ||
  target.closest?.("[role=dialog], [role=listbox], [role=menu], [role=radiogroup], [role=tablist], [role=slider]");

document.addEventListener("keydown", (event) => {
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
  if (!steps || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!shown || (!there && Date.now() - goneAt > PATIENCE)) return;
  if (event.defaultPrevented || elsewhere(event.target)) return;
  event.preventDefault();
  turn(steps);
});

export default function (component) {
  const { parentElement, data } = component;
  const known = shown?.session === data.session;
  if (!there && Date.now() - goneAt > PATIENCE) waiting = false;
  there = component;
  shown = data;
  parentElement.querySelector(".previous").onclick = () => turn(-1);
  parentElement.querySelector(".next").onclick = () => turn(1);
  // From here on a press counts: whoever drives the board from outside can wait for it.
  parentElement.querySelector(".turn").dataset.listening = "yes";
  if (!known || data.presses >= sent) {
    sent = data.presses;
    if (known && waiting) setTimeout(send);
    else wanted = data.place;
  }
  const narrow = window.matchMedia("(max-width: 640px)").matches;
  if (narrow !== data.narrow) setTimeout(() => component.setStateValue("narrow", narrow));
  say();
  return () => {
    if (there === component) {
      there = null;
      goneAt = Date.now();
    }
  };
}
