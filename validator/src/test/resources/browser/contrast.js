// Texts whose contrast with what is behind them is below a ratio, as WCAG counts it.
window.faint = function (least) {
  function channels(color) {
    var c = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    c.fillStyle = color;
    c.fillRect(0, 0, 1, 1);
    return c.getImageData(0, 0, 1, 1).data;
  }
  var seen = new Map();
  function rgba(color) {
    if (!seen.has(color)) { seen.set(color, channels(color)); }
    return seen.get(color);
  }
  function luminance(c) {
    var part = [0, 1, 2].map(function (i) {
      var v = c[i] / 255;
      return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  }
  function behind(element) {
    for (var one = element; one; one = one.parentElement) {
      var color = rgba(getComputedStyle(one).backgroundColor);
      if (color[3] === 255) { return color; }
    }
    return [255, 255, 255, 255];
  }
  function opacity(element) {
    var all = 1;
    for (var one = element; one; one = one.parentElement) { all *= Number(getComputedStyle(one).opacity); }
    return all;
  }
  var found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    var element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || /^(SCRIPT|STYLE)$/.test(element.tagName) || !element.checkVisibility()) { continue; }
    var back = behind(element), fore = Array.from(rgba(getComputedStyle(element).color)), visible = opacity(element);
    for (var i = 0; i < 3; i++) { fore[i] = fore[i] * visible + back[i] * (1 - visible); }
    var a = luminance(fore), b = luminance(back), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least) { found.add(ratio.toFixed(2) + ' ' + element.tagName + '.' + element.className + ': ' + walk.currentNode.data.trim().slice(0, 40)); }
  }
  return Array.from(found);
};
