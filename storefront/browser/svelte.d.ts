declare module '*.svelte' {
  import type { Component } from 'svelte';
  import type { CheckoutLike, PageOptions } from '@checkout-discounts/client';

  const component: Component<{ actions: CheckoutLike; options?: PageOptions }>;
  export default component;
}
