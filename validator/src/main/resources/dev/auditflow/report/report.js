(function () {
  'use strict';
  var $ = function (id) { return document.getElementById(id); };
  var all = function (selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); };
  var box = $('findings'), text = $('text'), target = $('target'), rule = $('rule'), group = $('group'), shown = $('shown');
  var cards = all('.finding');
  var severities = all('button.count');
  var chips = all('.chip');
  var words = [], words_of = new Map();
  var on = {};

  function targetsOf(card) { return card.dataset.targets.split('\n'); }
  // What is said about a finding; the lines around its places would match too often.
  function textOf(card) {
    var known = words_of.get(card);
    if (known === undefined) {
      var said = all('summary,figcaption,pre,dl,.fix', card).map(function (one) { return one.textContent; });
      known = said.concat(card.dataset.title, card.dataset.targets).join(' ').toLowerCase();
      words_of.set(card, known);
    }
    return known;
  }
  function fits(card) {
    if (Object.keys(on).length && !on[card.dataset.severity]) { return false; }
    if (rule.value && card.dataset.rule !== rule.value) { return false; }
    if (target.value && targetsOf(card).indexOf(target.value) < 0) { return false; }
    return words.length === 0 || words.every(function (word) { return textOf(card).indexOf(word) >= 0; });
  }
  function counted(number, noun) { return number.toLocaleString('en') + ' ' + noun + (number === 1 ? '' : 's'); }
  function show() {
    words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    var seen = 0;
    cards.forEach(function (card) {
      var fit = fits(card);
      card.hidden = !fit;
      seen += fit ? 1 : 0;
    });
    all('.group', box).forEach(function (section) {
      var number = all('.finding', section).filter(function (card) { return !card.hidden; }).length;
      section.hidden = number === 0;
      section.querySelector('h3 small').textContent = counted(number, 'finding');
    });
    var filtered = seen !== cards.length;
    shown.textContent = filtered ? seen.toLocaleString('en') + ' of ' + counted(cards.length, 'finding') : counted(cards.length, 'finding');
    $('clear').hidden = !filtered;
    $('nothing').hidden = seen > 0 || cards.length === 0;
    severities.forEach(function (button) {
      var some = Object.keys(on).length > 0;
      if (some) { button.setAttribute('aria-pressed', String(!!on[button.dataset.severity])); } else { button.removeAttribute('aria-pressed'); }
    });
    chips.forEach(function (chip) { chip.setAttribute('aria-pressed', String(chip.dataset.target === target.value)); });
    remember();
  }
  function keyOf(card) {
    switch (group.value) {
      case 'rule': return card.dataset.rule + '  ' + card.dataset.title;
      case 'object': return card.dataset.object || 'no object';
      case 'file': return card.dataset.file || 'no file';
      case 'severity': return card.dataset.severity;
      default: return target.value || card.dataset.first;
    }
  }
  function regroup() {
    var sections = new Map();
    cards.forEach(function (card) {
      var key = keyOf(card);
      if (!sections.has(key)) { sections.set(key, []); }
      sections.get(key).push(card);
    });
    var order = Array.from(sections.entries());
    if (group.value !== 'target' && group.value !== 'severity') {
      order.sort(function (a, b) { return b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1); });
    }
    var page = document.createDocumentFragment();
    order.forEach(function (entry) {
      var section = document.createElement('section'), title = document.createElement('h3'), list = document.createElement('div');
      section.className = 'group';
      list.className = 'list';
      title.textContent = entry[0] + ' ';
      title.appendChild(document.createElement('small'));
      entry[1].forEach(function (card) { list.appendChild(card); });
      section.appendChild(title);
      section.appendChild(list);
      page.appendChild(section);
    });
    box.replaceChildren(page);
  }
  function aim() {
    if (group.value === 'target') { regroup(); }
    show();
  }
  function later(work) {
    var timer = 0;
    return function () { clearTimeout(timer); timer = setTimeout(work, 120); };
  }
  // The filters are in the address, so that a link shows what its sender saw.
  function remember() {
    var state = new URLSearchParams();
    if (text.value) { state.set('q', text.value); }
    if (target.value) { state.set('target', target.value); }
    if (rule.value) { state.set('rule', rule.value); }
    if (group.value !== 'target') { state.set('group', group.value); }
    if (Object.keys(on).length) { state.set('severity', Object.keys(on).join(',')); }
    var hash = state.toString();
    if (hash !== location.hash.slice(1) && (hash || /=/.test(location.hash))) {
      try { history.replaceState(null, '', '#' + hash); } catch (e) { /* a sandboxed page has no address of its own */ }
    }
  }
  function choose(select, value) {
    select.value = value || select.options[0].value;
    if (select.selectedIndex < 0) { select.selectedIndex = 0; }
  }
  function recall() {
    if (location.hash && !/=/.test(location.hash)) { return; }
    var state = new URLSearchParams(location.hash.slice(1));
    text.value = state.get('q') || '';
    choose(target, state.get('target'));
    choose(rule, state.get('rule'));
    choose(group, state.get('group'));
    on = {};
    (state.get('severity') || '').split(',').filter(Boolean).forEach(function (severity) { on[severity] = true; });
  }
  function clear() {
    text.value = '';
    target.value = '';
    rule.value = '';
    on = {};
    aim();
  }
  function visible() { return cards.length ? all('.finding', box).filter(function (card) { return !card.hidden; }) : []; }
  function openAll(open) { visible().forEach(function (card) { card.open = open; }); }
  function move(step) {
    var list = visible(), at = list.indexOf(document.activeElement.closest('.finding'));
    var next = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step];
    if (next) {
      next.querySelector('summary').focus();
      next.scrollIntoView({block: 'nearest'});
    }
  }

  severities.forEach(function (button) {
    button.addEventListener('click', function () {
      if (on[button.dataset.severity]) { delete on[button.dataset.severity]; } else { on[button.dataset.severity] = true; }
      show();
    });
  });
  chips.forEach(function (chip) {
    chip.addEventListener('click', function () {
      target.value = target.value === chip.dataset.target ? '' : chip.dataset.target;
      aim();
    });
  });
  text.addEventListener('input', later(show));
  target.addEventListener('change', aim);
  rule.addEventListener('change', show);
  group.addEventListener('change', function () { regroup(); show(); });
  $('filters').addEventListener('submit', function (event) { event.preventDefault(); show(); });
  $('clear').addEventListener('click', clear);
  $('expand').addEventListener('click', function () {
    var open = this.getAttribute('aria-expanded') !== 'true';
    this.setAttribute('aria-expanded', String(open));
    this.textContent = open ? 'close all' : 'open all';
    openAll(open);
  });
  $('theme').addEventListener('click', function () {
    var dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  });
  $('help').addEventListener('click', function () { $('keys').showModal(); });
  function follow() {
    var place = /^#[\w.-]+$/.test(location.hash) ? $(location.hash.slice(1)) : null;
    for (var one = place; one; one = one.parentElement) {
      if (one.tagName === 'DETAILS') { one.open = true; }
    }
    if (place) { place.scrollIntoView(); }
  }
  window.addEventListener('hashchange', function () { recall(); regroup(); show(); follow(); });
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) { return; }
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === 'Escape' && typing) { event.target.blur(); return; }
    if (typing) { return; }
    var act = {
      '/': function () { text.focus(); text.select(); },
      j: function () { move(1); },
      k: function () { move(-1); },
      o: function () { var card = document.activeElement.closest('.finding'); if (card) { card.open = !card.open; } },
      e: function () { $('expand').click(); },
      c: clear,
      t: function () { $('theme').click(); },
      '?': function () { $('help').click(); }
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  var opened = [];
  window.addEventListener('beforeprint', function () {
    opened = all('details').filter(function (one) { return !one.open && !one.hidden; });
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener('afterprint', function () { opened.forEach(function (one) { one.open = false; }); });
  var bar = $('bar');
  window.addEventListener('scroll', function () {
    bar.classList.toggle('stuck', bar.getBoundingClientRect().top <= 0);
  }, {passive: true});

  all('.js').forEach(function (one) { one.hidden = one.classList.contains('filter') && cards.length === 0; });
  all('button[disabled]').forEach(function (one) { one.disabled = false; });
  recall();
  if (group.value !== 'target' || target.value) { regroup(); }
  show();
  follow();
})();
