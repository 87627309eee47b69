import { defineComponent, h } from 'vue';
import { useRoute } from 'vue-router';

export default defineComponent({
  setup() {
    const route = useRoute();
    return () => h('div', { class: 'note' }, String(route.query.note));
  },
});
