import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The shop's server, the functions and the sandbox: `cargo dev`.
const server = process.env.DISCOUNTS_URL ?? 'http://127.0.0.1:3000';
const proxy = Object.fromEntries(['/shop/', '/checkout-sessions', '/members/', '/cart', '/shipping-address', '/discounts/', '/v1/', '/stripe-js/', '/inspector/'].map((path) => [path, server]));

export default defineConfig({
  plugins: [react()],
  server: { proxy, fs: { allow: ['..'] } },
  preview: { proxy },
  // A sprite is referred to by its address.
  build: { assetsInlineLimit: 0, assetsDir: 'built' },
});
