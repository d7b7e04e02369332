/* The buttons under a picture: PNG, SVG, citation, embedding; and the picture on paper.

   Plotly is not on `window`; what takes a picture of a chart is the button of its mode bar, which is there but not shown.
   It is handed a copy of the chart, drawn in the colours of the day: a picture for a report stands on white paper. */

const WORDS = {
  'Preparing image - this may take a few seconds': 'Making the picture',
  'Image download succeeded': 'Saved',
  'Sorry, there was a problem downloading your image!': 'This browser could not make the picture',
};
const COLOUR = /#[0-9A-Fa-f]{6}\b|rgba?\([^)]*\)/g;
const SHAPES = 'geojson';

export default function({ data, parentElement }) {
  const status = parentElement.querySelector('[role=status]');
  let fading;
  const tell = words => {
    clearTimeout(fading);
    status.textContent = words;
    fading = setTimeout(() => { status.textContent = ''; }, 6000);
  };
  const chart = () => document.querySelector(`.${data.chart} .js-plotly-plot`);

  const byDay = colour => data.day[colour] ?? colour;
  const copied = part => {
    if (typeof part === 'string') return part.replace(COLOUR, byDay);
    if (Array.isArray(part)) return part.map(copied);
    if (part?.constructor !== Object) return part;
    const own = Object.entries(part).filter(([name]) => !name.startsWith('_'));
    return Object.fromEntries(own.map(([name, value]) => [name, name === SHAPES ? value : copied(value)]));
  };

  const save = (format, scale) => {
    const drawn = chart();
    const camera = drawn?._fullLayout?._modeBar?.buttons?.flat().find(button => button.name === 'toImage');
    if (!camera) return tell('The picture is not drawn yet');
    const { width, height } = drawn._fullLayout;
    // Plotly looks its notes up in a dictionary: so they are heard here, and said beside the buttons.
    const dictionary = new Proxy({}, { get: (_, said) => { tell(WORDS[said] ?? said); return said; } });
    try {
      camera.click({
        data: copied(drawn.data),
        layout: { ...copied(drawn.layout), width, height, sliders: [], updatemenus: [] },  // what moves on the screen only
        config: drawn._context,
        _context: {
          displayNotifier: false,
          locale: 'own',
          locales: { own: { dictionary } },
          toImageButtonOptions: { format, scale, filename: data.filename },
        },
      });
    } catch (error) {
      tell(WORDS['Sorry, there was a problem downloading your image!']);
      throw error;
    }
  };

  const copy = async words => {
    try {
      await navigator.clipboard.writeText(words);
      tell('Copied');
    } catch {  // no clipboard where the page came over plain http
      const box = document.createElement('textarea');
      box.value = words;
      document.body.append(box);
      box.select();
      tell(document.execCommand('copy') ? 'Copied' : 'This browser lets no page copy');
      box.remove();
    }
  };
  const citation = () => {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, '0'));
    return `${data.citation} ${location.href} (seen ${today.join('-')}).`;
  };
  const frame = () => {
    const address = new URL(location.href);
    address.searchParams.set('embed', 'true');
    address.searchParams.set('chart', data.name);
    address.hash = '';
    const made = document.createElement('iframe');
    made.src = address.href;
    made.title = data.title;
    made.width = '100%';
    made.height = Math.ceil(chart()?.offsetHeight ?? 500) + 20;
    made.style.border = '0';
    return made.outerHTML;
  };

  const does = {
    png: event => save('png', event.shiftKey ? 4 : 2),
    svg: () => save('svg', 1),
    citation: () => copy(citation()),
    embed: () => copy(frame()),
  };
  for (const button of parentElement.querySelectorAll('button')) {
    button.onclick = does[button.value];
    button.setAttribute('aria-label', `${button.textContent}: ${data.title}`);
  }

  /* On paper: each layer says how wide it was drawn, so that the print style can fit it to the sheet. */
  let undo = [];
  const hexed = rgb => '#' + rgb.match(/\d+/g).map(part => Number(part).toString(16).padStart(2, '0')).join('').toUpperCase();
  const toPaper = () => {
    const drawn = chart();
    if (!drawn?._fullLayout) return;
    const { width, height } = drawn._fullLayout;
    drawn.style.setProperty('--drawn-width', `${width}px`);
    drawn.style.setProperty('--drawn-ratio', `${width} / ${height}`);
    for (const layer of drawn.querySelectorAll('.main-svg')) {
      layer.setAttribute('viewBox', `0 0 ${width} ${height}`);
      undo.push(() => layer.removeAttribute('viewBox'));
    }
    if (!Object.keys(data.day).length) return;
    for (const name of ['style', 'fill', 'stroke']) {
      for (const part of drawn.querySelectorAll(`.svg-container [${name}*="rgb"]`)) {
        const before = part.getAttribute(name);
        part.setAttribute(name, before.replace(/rgb\(\d+, ?\d+, ?\d+\)/g, rgb => byDay(hexed(rgb))));
        undo.push(() => part.setAttribute(name, before));
      }
    }
  };
  const toScreen = () => { undo.forEach(step => step()); undo = []; };
  window.addEventListener('beforeprint', toPaper);
  window.addEventListener('afterprint', toScreen);
  return () => {
    clearTimeout(fading);
    window.removeEventListener('beforeprint', toPaper);
    window.removeEventListener('afterprint', toScreen);
  };
}
