import { useSyncExternalStore } from 'react';
import { t } from '../messages';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says that nothing can be loaded or saved for the moment. */
export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, () => window.navigator.onLine);
  return (
    <div role="status">
      {online ? null : (
        <p className="bg-warning-soft px-4 py-2 text-center text-sm">{t('app.offline')}</p>
      )}
    </div>
  );
}
