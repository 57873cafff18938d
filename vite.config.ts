import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.KITH_API ?? 'http://127.0.0.1:3000';

/** The web app lives in src/web and is built to dist/web, from where the server serves it. */
export default defineConfig({
  root: 'src/web',
  plugins: [
    // The router's plugin has to come before React's, or pages are not split.
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      // What a page loads travels with the page: loaders of all pages in the first script were 4 KB of it.
      codeSplittingOptions: { defaultBehavior: [['component', 'loader', 'pendingComponent', 'errorComponent', 'notFoundComponent']] },
      routesDirectory: 'routes',
      generatedRouteTree: 'routeTree.gen.ts',
      quoteStyle: 'single',
      semicolons: true,
      addExtensions: true,
      disableLogging: true,
    }),
    react(),
    tailwindcss(),
  ],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: scripts and fonts; small files stay files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Small things that most pages share travel together: fewer requests, and they compress better (5 KB less on a person's page).
        codeSplitting: {
          groups: [{ name: 'shared', test: (id) => /lucide-react|@tanstack\/(react-)?(query|router)|src\/web\/(lib\/(?!useReturnFocus)|ui\/(?!Dialog|LabelForm|LabelsPage|MenuRadix|PersonPicker|Tabs|ToasterSonner|Explain|ChartFrame))/.test(id), minShareCount: 3 }],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api/socket': { target: server, ws: true },
      '/api': server,
      '/health': server,
    },
  },
});
