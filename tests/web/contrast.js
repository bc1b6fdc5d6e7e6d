// Contrast of every visible text and placeholder against what lies behind it (WCAG 2.2, 1.4.3). Returns those that fall short.
() => {
  const parse = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const over = (top, under) => {
    const alpha = top[3] ?? 1;
    return [0, 1, 2].map((i) => top[i] * alpha + under[i] * (1 - alpha));
  };
  const background = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const poor = [];
  for (const field of document.querySelectorAll("[placeholder]")) {
    const behind = background(field);
    const ratio = contrast(over(parse(getComputedStyle(field, "::placeholder").color), behind), behind);
    if (field.checkVisibility() && ratio < 4.5) poor.push(`${ratio.toFixed(2)} "${field.placeholder}"`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility() || element.closest(".hidden, .skip, [aria-hidden=true]")) continue;
    const style = getComputedStyle(element);
    const behind = background(element);
    const ratio = contrast(over(parse(style.color), behind), behind);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} "${node.textContent.trim().slice(0, 40)}" ${style.color}`);
  }
  return poor;
}
